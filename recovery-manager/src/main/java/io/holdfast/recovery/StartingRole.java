package io.holdfast.recovery;

import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import java.util.concurrent.TimeUnit;

/**
 * A node that has just started: it looks for a master to join. The first member of the group becomes master if it
 * hears of none; any other waits for one.
 *
 * <p>Views are not agreed by a majority yet (DESIGN section 8): that the first member alone starts a group keeps two
 * nodes that start at once from both becoming master, and a restarted one listens first.
 */
final class StartingRole implements NodeRole {
    private static final long ASK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REMIND_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

    private final NodeContext context;
    private final RoleChange change;
    private final long startNs;
    private long nextAskNs;
    private long nextReminderNs;
    private boolean masterHeard;

    StartingRole(final NodeContext context, final RoleChange change) {
        this.context = context;
        this.change = change;
        startNs = context.nanoClock().nanoTime();
        nextReminderNs = startNs + REMIND_INTERVAL_NS;
    }

    @Override
    public int doWork(final long nowNs) {
        final FailoverSettings failover = context.settings().failover();
        if (context.settings().isFirst() && !masterHeard && nowNs - startNs > failover.startupListenNs()) {
            change.become(MasterRole.fresh(context, change));
            return 1;
        }
        if (nowNs - startNs > failover.joinTimeoutNs()) {
            throw new NodeFailure("no master answered within failover.joinTimeoutMs = " + failover.joinTimeoutMs()
                    + ": " + peer() + " unreachable (is the other node running? are the addresses in group.members"
                    + " right, and UDP ports " + context.settings().peer().port() + " and "
                    + context.settings().peer().logPort() + " open?)");
        }
        if (nowNs >= nextReminderNs) {
            nextReminderNs = nowNs + REMIND_INTERVAL_NS;
            context.log().event("still waiting for a master to join: " + peer() + " does not answer");
        }
        if (nowNs >= nextAskNs && (masterHeard || !context.settings().isFirst())) {
            nextAskNs = nowNs + ASK_INTERVAL_NS;
            context.control().join(context.joinRequest());
        }
        return 0;
    }

    private String peer() {
        return context.settings().peer().name() + " at "
                + context.settings().peer().text();
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {
        masterHeard |= heartbeat.role() == Role.MASTER;
    }

    @Override
    public void onJoinAccepted(final JoinAnswer answer) {
        if (answer.replicaIncarnation() == context.incarnation()) {
            change.become(new ReplicaRole(context, change, answer));
        }
    }

    @Override
    public void onJoinRefused(final long replicaIncarnation, final String reason) {
        if (replicaIncarnation == context.incarnation()) {
            throw new NodeFailure(context.settings().peer().name() + " refuses this node as its replica: " + reason);
        }
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("starting", "none", 0, 0).peer(masterHeard ? "is master, asked to join" : "not heard of");
    }

    @Override
    public void close() {}
}
