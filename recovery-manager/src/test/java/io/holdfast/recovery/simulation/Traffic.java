package io.holdfast.recovery.simulation;

import io.holdfast.element.GraphDefinition;
import io.holdfast.element.StateStore;

/** What comes in, and what is true about what comes out; one kind per graph. */
interface Traffic {
    GraphDefinition definition();

    String[] portNames();

    /** Elements made from now on belong to the master, or to the replica. */
    void beforeBuilding(boolean isMaster);

    /** Schedules what comes in. */
    void begin();

    /** A packet left the master. */
    void onMasterSent(int port, int worker, byte[] frame);

    /** A packet left the new master. */
    void onReplicaSent(int port, int worker, byte[] frame);

    /** All workers of the new master are live; its state must explain what the old one sent. */
    void onTakenOver(StateStore state);

    /** Everything has come to rest. */
    void atEnd();
}
