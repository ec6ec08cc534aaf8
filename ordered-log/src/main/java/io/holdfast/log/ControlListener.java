package io.holdfast.log;

/** Hears what the peer says on the control stream. Called by the thread that polls. */
public interface ControlListener {
    /**
     * The peer works.
     *
     * @param positions one per worker
     */
    void onHeartbeat(HeartbeatHeader heartbeat, WorkerPositions[] positions);

    /**
     * Begins an acknowledgement.
     *
     * @return whether it is of the replica that this node has now; if not, its positions are not reported
     */
    boolean onAcknowledgement(long view, long incarnation, int epoch);

    /** One worker's position of the acknowledgement just begun. */
    void onStored(int worker, long burst);

    void onJoin(JoinRequest request);

    void onJoinAccepted(JoinAnswer answer);

    /**
     * The peer refuses the node with this incarnation as its replica.
     *
     * @param permanent whether asking again is of no use
     */
    void onJoinRefused(long replicaIncarnation, boolean permanent, String reason);

    /**
     * The replica has loaded the snapshot, or cannot use it.
     *
     * @param fault why not; empty if it is loaded
     */
    void onSnapshotReport(long view, long incarnation, int epoch, String fault);

    /**
     * The old master has received a packet after it had handed over to the master of a view.
     *
     * @param incarnation of the old master
     * @param worker that it came to
     * @param port number
     * @param frame a copy
     */
    default void onPassedPacket(
            final long view, final long incarnation, final int worker, final int port, final byte[] frame) {}

    /** The old master has passed all that it received. */
    default void onPassedAll(final long view, final long incarnation) {}

    /** The replica's replay went another way. */
    void onDivergence(DivergenceReport report);
}
