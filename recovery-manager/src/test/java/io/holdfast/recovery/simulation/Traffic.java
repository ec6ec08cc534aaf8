package io.holdfast.recovery.simulation;

import io.holdfast.element.GraphDefinition;

/** What comes in, and what is true about what comes out; one kind per graph. */
interface Traffic {
    GraphDefinition definition();

    String[] portNames();

    /** Elements made from now on belong to this node. */
    void beforeBuilding(SimulatedNode node);

    /** Schedules so many packets more to come in. */
    void more(int packets);

    /** A packet came in to a worker, which begins a burst with it. */
    void onReceived(SimulatedNode node, int worker, byte[] frame);

    /** A packet left a node. */
    void onSent(SimulatedNode node, int port, byte[] frame);

    /** The master has a replica from now on, which must know all that was ever let go. */
    void onProtected(SimulatedNode replica);

    /** All workers of a new master are live; its state must explain what earlier ones sent. */
    void onTakenOver(SimulatedNode node);

    /** Whether nothing waits inside the node for what has not come yet. */
    boolean isAtRest(SimulatedNode node);

    /** Everything has come to rest. */
    void atEnd(SimulatedNode master);
}
