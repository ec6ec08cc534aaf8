package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.ControlListener;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.WorkerPositions;

/** One life of a node: starting, master or replica. Turned by the node's thread; ignores what is not for it. */
interface NodeRole extends ControlListener, AutoCloseable {
    /** One turn; returns the work done. */
    int doWork(long nowNs);

    /** The state of the node's graph, null if it has none. */
    default StateStore state() {
        return null;
    }

    /** Adds what the role knows to the picture. */
    void describe(StatusBuilder status);

    @Override
    default void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {}

    @Override
    default boolean onAcknowledgement(final long view, final long incarnation, final int epoch) {
        return false;
    }

    @Override
    default void onStored(final int worker, final long burst) {}

    @Override
    default void onJoin(final JoinRequest request) {}

    @Override
    default void onJoinAccepted(final JoinAnswer answer) {}

    @Override
    default void onJoinRefused(final long replicaIncarnation, final boolean permanent, final String reason) {}

    @Override
    default void onSnapshotReport(final long view, final long incarnation, final int epoch, final String fault) {}

    @Override
    default void onDivergence(final DivergenceReport report) {}

    @Override
    void close();
}
