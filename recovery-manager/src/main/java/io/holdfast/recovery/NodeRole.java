package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.ControlListener;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.WorkerPositions;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.View;

/** One life of a node: starting, master or replica. Turned by the node's thread; ignores what is not for it. */
interface NodeRole extends ControlListener, AutoCloseable {
    /** One turn; returns the work done. */
    int doWork(long nowNs);

    /** The state of the node's graph, null if it has none. */
    default StateStore state() {
        return null;
    }

    /** Whether packets wait for nothing that the transport brings or takes away, so that it need not turn each time. */
    default boolean transportMayWait() {
        return false;
    }

    /** Adds what the role knows to the picture. */
    void describe(StatusBuilder status);

    /** The next view was decided; this node is that member. Only in a group whose views are decided by registers. */
    default void onView(final View view, final MemberId self) {}

    /** Whether the peer is of no use, as far as this role can tell. */
    default boolean suspectsPeer() {
        return false;
    }

    /** Whether this role has the state of a master in that incarnation, and has promised nothing to itself yet. */
    default boolean grantsLeaseTo(final long masterIncarnation) {
        return false;
    }

    /** Whether this role could be a master's, as far as it can tell by itself. */
    default boolean isFit(final long nowNs) {
        return true;
    }

    /** How far the work has come that others expect of this node. */
    default NodeWork work() {
        return NodeWork.NONE;
    }

    /** Replica: acknowledges and stores nothing of this master any more. */
    default void seal() {}

    /** Master: from now on releases only what the joining replica has stored. */
    default void hold() {}

    /** Master: whether the joining replica has stored all that it must. */
    default boolean isStored() {
        return false;
    }

    /** Master: nothing came of the admission. */
    default void unhold() {}

    /** Master: takes in nothing more. */
    default void drain() {}

    /** Master: whether all is released and replayed. */
    default boolean isDrained() {
        return false;
    }

    /** Master: takes in again. */
    default void resume() {}

    /** This node was master or replica, and is not any more. */
    default void onDeposed(final View view) {}

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
