package io.holdfast.recovery.simulation;

import io.holdfast.log.ControlListener;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;

/** What a simulated master hears from its replica, and from earlier ones. */
final class ReplicaEar implements ControlListener {
    private final SimulatedMaster master;

    ReplicaEar(final SimulatedMaster master) {
        this.master = master;
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        if (sender.role() == Role.REPLICA && master.isFromReplica(sender.incarnation(), sender.epoch())) {
            master.onReplicaPosition(positions);
            for (int i = 0; i < positions.length; i++) {
                master.onStored(i, positions[i].logged());
            }
        }
    }

    @Override
    public boolean onAcknowledgement(final long view, final long incarnation, final int epoch) {
        return master.isFromReplica(incarnation, epoch);
    }

    @Override
    public void onStored(final int worker, final long burst) {
        master.onStored(worker, burst);
    }

    @Override
    public void onSnapshotReport(final long view, final long incarnation, final int epoch, final String fault) {
        if (master.isFromReplica(incarnation, epoch)) {
            master.onSnapshotReport(fault);
        }
    }

    @Override
    public void onDivergence(final DivergenceReport report) {
        throw new AssertionError("a divergence ends a simulated run");
    }

    @Override
    public void onJoin(final JoinRequest request) {}

    @Override
    public void onJoinAccepted(final JoinAnswer answer) {}

    @Override
    public void onJoinRefused(final long replicaIncarnation, final boolean permanent, final String reason) {}
}
