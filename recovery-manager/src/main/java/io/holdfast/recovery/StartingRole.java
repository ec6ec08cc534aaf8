package io.holdfast.recovery;

import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.View;
import java.util.concurrent.TimeUnit;

/**
 * A node without state: it looks for a master to join. The first member of the group becomes master if it hears of
 * none; any other waits for one.
 *
 * <p>With the log on disk, {@link DiskStart} has a say.
 *
 * <p>Where views are decided by registers, they say who is master. A restarted node that finds a log on its disk says of
 * itself neither that it is the former member nor that it is another, until it knows the newest view: if that names it
 * as replica of the master that wrote the log, it goes on as that very member ({@link RecoveringRole}), else it has lost
 * its state like any other restarted node.
 *
 * <p>Without registers, that the first member alone starts a group keeps two nodes that start at once from both becoming
 * master, and a restarted one listens first. A node that knows of a master which may live does not start a group again.
 */
final class StartingRole implements NodeRole {
    private static final long ASK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_ASK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long REMIND_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

    private final NodeContext context;
    private final RoleChange change;
    private final DiskStart disk;
    private long heardOrStartedNs;
    private long askIntervalNs = ASK_INTERVAL_NS;
    private long nextAskNs;
    private long nextReminderNs;
    private boolean isUndecided;
    private boolean masterKnown;
    private String lastRefusal = "";

    StartingRole(final NodeContext context, final RoleChange change) {
        this(context, change, new DiskStart(context), false, 0);
    }

    /** A node whose log on disk was of no use. */
    static StartingRole withoutLog(final NodeContext context, final RoleChange change, final DiskStart disk) {
        context.identity().renew();
        return new StartingRole(context, change, disk, false, 0);
    }

    /**
     * A node that has thrown away its state.
     *
     * @param masterIsGone whether the master that it knew is dead for certain
     * @param delayNs before it asks to join
     */
    static StartingRole again(
            final NodeContext context, final RoleChange change, final boolean masterIsGone, final long delayNs) {
        context.identity().renew();
        final DiskStart disk = context.views() == null ? new DiskStart(context) : DiskStart.ignored(context);
        return new StartingRole(context, change, disk, !masterIsGone, delayNs);
    }

    private StartingRole(
            final NodeContext context,
            final RoleChange change,
            final DiskStart disk,
            final boolean masterKnown,
            final long delayNs) {
        this.context = context;
        this.change = change;
        this.disk = disk;
        this.masterKnown = masterKnown;
        heardOrStartedNs = context.nanoClock().nanoTime();
        nextAskNs = heardOrStartedNs + delayNs;
        nextReminderNs = heardOrStartedNs + REMIND_INTERVAL_NS;
        isUndecided = context.views() != null && disk.view() != 0;
        if (context.views() != null) {
            context.views().identityIsOpen(isUndecided);
        }
    }

    @Override
    public int doWork(final long nowNs) {
        final FailoverSettings failover = context.settings().failover();
        if (context.views() != null) {
            return seekPlace(nowNs);
        }
        final long silentNs = nowNs - heardOrStartedNs;
        disk.announce(nowNs);
        final DiskStart.Choice choice = disk.choose(nowNs, masterKnown);
        if (choice == DiskStart.Choice.RECOVER) {
            recover();
            return 1;
        }
        if (choice == DiskStart.Choice.FRESH
                && context.settings().isFirst()
                && !masterKnown
                && silentNs > failover.startupListenNs()) {
            change.become(MasterRole.fresh(context, change));
            return 1;
        }
        if (Math.min(silentNs, nowNs - disk.heardNs()) > failover.joinTimeoutNs()) {
            throw new NodeFailure("no master answered within failover.joinTimeoutMs = " + failover.joinTimeoutMs()
                    + ": " + peer() + " unreachable (is the other node running? are the addresses in group.members"
                    + " right, and UDP ports " + context.settings().peer().port() + " and "
                    + context.settings().peer().logPort() + " open?)");
        }
        if (nowNs >= nextReminderNs) {
            nextReminderNs = nowNs + REMIND_INTERVAL_NS;
            context.log().event("still waiting for a master to join: " + peer() + " does not answer");
        }
        if (nowNs >= nextAskNs && (masterKnown || !context.settings().isFirst())) {
            nextAskNs = nowNs + askIntervalNs;
            context.control().join(context.joinRequest());
        }
        return 0;
    }

    /** The pair has lost its memory, and this node has the newer log. */
    private void recover() {
        final NodeRole next;
        try {
            next = new RecoveringRole(context, change, disk);
        } catch (final IllegalStateException e) {
            disk.giveUp(e.getMessage());
            if (context.views() != null) {
                context.identity().renew();
            }
            return;
        }
        change.become(next);
    }

    /** Registers say who is master: if it is the other one, this node asks to join, for as long as it takes. */
    private int seekPlace(final long nowNs) {
        if (nowNs >= nextReminderNs) {
            nextReminderNs = nowNs + REMIND_INTERVAL_NS;
            context.log()
                    .event("still without a place in the group: "
                            + context.views().member());
        }
        if (isUndecided) {
            decideWhoThisIs();
            return 1;
        }
        if (nowNs >= nextAskNs && context.views().mayJoinPeer()) {
            nextAskNs = nowNs + askIntervalNs;
            context.control().join(context.joinRequest());
        }
        return 0;
    }

    /** The newest view says whether what is on the disk is worth anything. */
    private void decideWhoThisIs() {
        final NodeViews views = context.views();
        if (!views.isCurrent()) {
            return;
        }
        isUndecided = false;
        final View view = views.newest();
        if (views.wasReplica(view) && disk.choose(view.number(), view.master().incarnation())) {
            context.identity().keep(view.replica().incarnation());
            context.log()
                    .event("this node is " + view.replica() + " again: it has the log of " + view + " on its disk");
            recover();
        } else {
            context.log().event("the log on disk is not that of the newest view, " + view + ": it is of no use");
        }
        views.identityIsOpen(false);
    }

    @Override
    public void onView(final View view, final MemberId self) {
        if (view.isMaster(self)) {
            change.become(MasterRole.fresh(context, change));
        }
    }

    private String peer() {
        return context.settings().peer().name() + " at "
                + context.settings().peer().text();
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {
        disk.onHeartbeat(heartbeat);
        if (heartbeat.role() == Role.MASTER) {
            masterKnown = true;
            heardOrStartedNs = context.nanoClock().nanoTime();
        }
    }

    @Override
    public void onJoinAccepted(final JoinAnswer answer) {
        if (answer.replicaIncarnation() == context.incarnation()) {
            disk.replacedBy(answer.view());
            change.become(new ReplicaRole(context, change, answer));
        }
    }

    /** A refusal that may pass is no reason to give up: the node asks again, less and less often. */
    @Override
    public void onJoinRefused(final long replicaIncarnation, final boolean permanent, final String reason) {
        if (replicaIncarnation != context.incarnation()) {
            return;
        }
        final String refusal = context.settings().peer().name() + " refuses this node as its replica: " + reason;
        if (permanent) {
            throw new NodeFailure(refusal);
        }
        if (!reason.equals(lastRefusal)) {
            lastRefusal = reason;
            context.log().event(refusal + "; asking again");
        }
        askIntervalNs = Math.min(LONGEST_ASK_INTERVAL_NS, 2 * askIntervalNs);
        nextAskNs = context.nanoClock().nanoTime() + askIntervalNs;
    }

    @Override
    public boolean isFit(final long nowNs) {
        return !isUndecided;
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role(
                        "starting",
                        "none",
                        context.views() == null ? 0 : context.views().newest().number(),
                        0)
                .peer(masterKnown ? "is master, asked to join" : "not heard of")
                .counter("joins.failed", context.backOff().totalCount());
    }

    @Override
    public void close() {}
}
