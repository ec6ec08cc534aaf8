package io.holdfast.recovery.simulation;

import io.holdfast.log.ControlListener;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;

/** What a simulated replica hears from its master, and from earlier ones. */
final class MasterEar implements ControlListener {
    private final SimulatedReplica replica;

    MasterEar(final SimulatedReplica replica) {
        this.replica = replica;
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        if (sender.role() == Role.MASTER
                && sender.incarnation() == replica.master().incarnation()
                && sender.epoch() == replica.epoch()) {
            replica.heardMaster();
            replica.heardReleased(positions);
        }
    }

    @Override
    public boolean onAcknowledgement(final long view, final long incarnation, final int epoch) {
        return false;
    }

    @Override
    public void onStored(final int worker, final long burst) {}

    @Override
    public void onJoin(final JoinRequest request) {}

    @Override
    public void onJoinAccepted(final JoinAnswer answer) {}

    @Override
    public void onJoinRefused(final long replicaIncarnation, final boolean permanent, final String reason) {}

    @Override
    public void onSnapshotReport(final long view, final long incarnation, final int epoch, final String fault) {}

    @Override
    public void onDivergence(final DivergenceReport report) {}
}
