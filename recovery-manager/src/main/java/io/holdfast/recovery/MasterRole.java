package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.View;
import java.util.List;

/**
 * The node that forwards.
 *
 * <pre>
 *   fresh ─► WAITING ─ joined ─────────► PROTECTED ─ replica lost, or diverged ─► SOLO
 *               │                            ▲                                      │ ▲
 *               └─ no replica in time ─► SOLO └──────────────── joined ──────────────┘ └ take-over
 * </pre>
 *
 * <p>While it is waiting or solo, a {@link Join} may be under way; if that comes to nothing, all is as before. This class
 * decides; what the workers do is {@link Forwarding}.
 *
 * <p>Used by the node's thread.
 */
final class MasterRole implements NodeRole {
    /** A part of the heartbeat time-out; a worker whose turn takes longer keeps the node from saying that it works. */
    private static final int TURN_FRACTION = 2;

    private final NodeContext context;
    private final RoleChange change;
    private final Forwarding forwarding;
    private final HeartbeatSender heartbeat;
    private final TakeoverTimes takeover;
    private final long startNs;
    private final Joins joins;
    private final long[] replayedBurst;
    private final ReplicaWatch watch = new ReplicaWatch();
    /** Null if views are decided by registers, which have a lease of their own. */
    private final PairLease lease;

    private MasterState state = MasterState.WAITING;
    private JoinAnswer replica;
    private PassedIntake passed;
    private long view;
    private long readyNs;
    private long strayCount;
    private long soloNs;
    /** Last burst of the log that the transport has been turned for. */
    private long sentBurst;

    /** A master with fresh state, which waits for a replica. */
    static MasterRole fresh(final NodeContext context, final RoleChange change) {
        final NodeGraphs graphs = new NodeGraphs(context, context.machine().nextRandom());
        final long view = context.views() == null ? 1 : context.views().newest().number();
        final MasterRole master = new MasterRole(context, change, graphs, view, null);
        master.forwarding.drain();
        context.log()
                .event("master of view " + view + ", waiting for replica "
                        + context.settings().peer().name() + " at "
                        + context.settings().peer().text());
        return master;
    }

    /** A replica that has replayed all it had goes on with the same state. */
    static MasterRole takeOver(
            final NodeContext context,
            final RoleChange change,
            final NodeGraphs graphs,
            final long view,
            final TakeoverTimes times) {
        final MasterRole master = solo(context, change, graphs, view, times);
        master.forward();
        return master;
    }

    /** The same for a replica that was handed over to, by the master with that incarnation. */
    static MasterRole handedOverTo(
            final NodeContext context,
            final RoleChange change,
            final NodeGraphs graphs,
            final long view,
            final TakeoverTimes times,
            final long oldIncarnation) {
        final MasterRole master = solo(context, change, graphs, view, times);
        master.forwarding.announce();
        master.readyNs = context.nanoClock().nanoTime();
        master.passed = new PassedIntake(context, master.forwarding, view, oldIncarnation);
        return master;
    }

    private static MasterRole solo(
            final NodeContext context,
            final RoleChange change,
            final NodeGraphs graphs,
            final long view,
            final TakeoverTimes times) {
        final MasterRole master = new MasterRole(context, change, graphs, view, times);
        context.team().meet(graphs.accesses()::endEpoch);
        master.state = MasterState.SOLO;
        return master;
    }

    private MasterRole(
            final NodeContext context,
            final RoleChange change,
            final NodeGraphs graphs,
            final long view,
            final TakeoverTimes takeover) {
        this.context = context;
        this.change = change;
        this.view = view;
        this.takeover = takeover;
        forwarding = new Forwarding(context, graphs, takeover != null);
        joins = new Joins(context, forwarding);
        replayedBurst = new long[forwarding.workers()];
        heartbeat = new HeartbeatSender(context, Role.MASTER);
        lease = context.views() != null
                ? null
                : new PairLease(context.gate(), context.settings().failover().heartbeatTimeoutNs());
        startNs = context.nanoClock().nanoTime();
    }

    @Override
    public int doWork(final long nowNs) {
        if (heartbeat.isDue(nowNs) && workersTurn(nowNs)) {
            for (int i = 0; i < forwarding.workers(); i++) {
                heartbeat.position(
                        i, forwarding.loggedBurst(i), forwarding.worker(i).releasedBurst(), 0);
            }
            heartbeat.send(view, joins.epoch(), nowNs);
        }
        if (state == MasterState.WAITING) {
            waitForReplica(nowNs);
        } else if (state == MasterState.PROTECTED) {
            watchReplica(nowNs);
        }
        final int work = passed == null ? 0 : passed.doWork(nowNs);
        final int turned = context.team().doWork();
        sendLogged();
        return work + turned + joins.doWork(nowNs, this::abandonJoin, this::becomeProtected);
    }

    /**
     * What a turn has logged leaves in that turn, before the transport looks for what has come, if packets wait for the
     * acknowledgement; else the transport's next turn is soon enough. Workers with threads of their own write at any time;
     * for them the node's thread turns the transport.
     */
    private void sendLogged() {
        if (state == MasterState.PROTECTED && !context.team().isThreaded()) {
            final long logged = forwarding.loggedBurst(0);
            if (logged != sentBurst && forwarding.worker(0).hold().heldPackets() > 0) {
                sentBurst = logged;
                context.transport().send();
            }
        }
    }

    /** Workers with threads of their own write to the log at any time: their messages do not wait. */
    @Override
    public boolean transportMayWait() {
        return state != MasterState.WAITING
                && !watch.isDoubted()
                && passed == null
                && !context.team().isThreaded()
                && !joins.isUnderWay()
                && forwarding.awaitsNothing();
    }

    private boolean workersTurn(final long nowNs) {
        return context.team().turns(nowNs, context.settings().failover().heartbeatTimeoutNs() / TURN_FRACTION);
    }

    /** Attempts to join do not prolong the wait: one replica that fails again and again must not stop the traffic. */
    private void waitForReplica(final long nowNs) {
        if (nowNs - startNs > context.settings().failover().replicaWaitNs()) {
            if (joins.isUnderWay() && !abandonJoin("this master has waited long enough")) {
                return;
            }
            context.log()
                    .event("WARNING: no replica joined within failover.replicaWaitMs = "
                            + context.settings().failover().replicaWaitMs() + " ("
                            + context.settings().peer().name() + " at "
                            + context.settings().peer().text()
                            + " unreachable): going SOLO, forwarding UNPROTECTED");
            forward();
            state = MasterState.SOLO;
        }
    }

    private void watchReplica(final long nowNs) {
        if (context.views() == null
                && context.rules().isDeposed(context.lifeline().lastSaid())) {
            throw new NodeFailure("deposed: " + context.settings().peer().name()
                    + " took over while this node did not answer: it stops forwarding");
        }
        final String doubt = watch.look(nowNs);
        if (doubt != null && !context.rules().needsAView(context.views() != null)) {
            goSolo(doubt);
        }
    }

    private void becomeProtected(final Join join) {
        replica = join.answer();
        view = replica.view();
        watch.begin(
                join.monitor(),
                new AcknowledgementWatch(forwarding.stable(), forwarding::loggedBurst),
                context.nanoClock().nanoTime());
        final String cost = joins.complete();
        if (lease != null) {
            lease.begin();
        }
        if (state == MasterState.WAITING) {
            forward();
        }
        state = MasterState.PROTECTED;
        context.durability().discard();
        context.log()
                .event("view " + view + ": PROTECTED, replica "
                        + context.settings().peer().name() + " (" + cost + ")");
    }

    /** Returns false if it is too late: the view that the join leads to may be decided already. */
    private boolean abandonJoin(final String reason) {
        if (context.views() != null) {
            if (context.views().member().isAdmissionOnItsWay()) {
                return false;
            }
            context.views().noCandidate();
        }
        joins.abandon(reason + (state == MasterState.SOLO ? "; still SOLO, forwarding UNPROTECTED" : ""));
        return true;
    }

    /** The replica is of no use: goes on without it, or proposes to. */
    private void loseReplica(final String reason) {
        if (context.views() == null) {
            goSolo(reason);
        } else {
            watch.doubt(reason);
            context.views().member().dropReplica();
        }
    }

    private void goSolo(final String reason) {
        context.lifeline().say(Lifeline.DISMISSED);
        context.lifeline().drop();
        if (lease != null) {
            lease.end();
        }
        forwarding.endEpoch();
        view = context.views() == null ? view + 1 : context.views().newest().number();
        soloNs = context.nanoClock().nanoTime();
        watch.lose(soloNs);
        context.log().event("WARNING: view " + view + ": " + reason + ": going SOLO, forwarding UNPROTECTED");
        state = MasterState.SOLO;
    }

    /** Tells the neighbours; from here on packets leave. */
    private void forward() {
        forwarding.forward();
        readyNs = context.nanoClock().nanoTime();
    }

    @Override
    public void onJoin(final JoinRequest request) {
        final List<String> differences = context.rules().differences(context.joinRequest(), request);
        if (joins.isUnderWay() && request.incarnation() == joins.answer().replicaIncarnation()) {
            context.control().acceptJoin(joins.answer());
        } else if (!differences.isEmpty()) {
            joins.refuse(request, true, String.join("; ", differences));
        } else if (state != MasterState.PROTECTED) {
            if (joins.isUnderWay() && !abandonJoin("it has begun anew")) {
                return;
            }
            if (lease != null) {
                lease.expect();
            }
            joins.begin(request, view + 1);
        } else if (request.incarnation() != replica.replicaIncarnation()) {
            joins.refuse(request, false, "this master has a replica already");
        }
    }

    /** The replica of the moment, joining or protecting; null if there is none. */
    private JoinAnswer present() {
        if (joins.isUnderWay()) {
            return joins.answer();
        }
        return state == MasterState.PROTECTED ? replica : null;
    }

    private boolean isFromReplica(final long ofView, final long incarnation, final int ofEpoch) {
        final JoinAnswer present = present();
        return present != null
                && ofView == present.view()
                && ofEpoch == present.epoch()
                && incarnation == present.replicaIncarnation();
    }

    @Override
    public boolean onAcknowledgement(final long ackView, final long incarnation, final int ackEpoch) {
        final boolean valid = isFromReplica(ackView, incarnation, ackEpoch);
        if (valid) {
            heardReplica();
        } else {
            strayCount++;
        }
        return valid;
    }

    private void heardReplica() {
        final long nowNs = context.nanoClock().nanoTime();
        if (joins.isUnderWay()) {
            joins.heard(nowNs);
        } else {
            watch.heard(nowNs);
        }
    }

    @Override
    public void onStored(final int ackWorker, final long burst) {
        if (ackWorker < forwarding.workers() && burst <= forwarding.loggedBurst(ackWorker)) {
            forwarding.stable().advance(ackWorker, burst);
        } else {
            strayCount++;
        }
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        if (sender.role() == Role.MASTER && context.views() != null) {
            // Whether there is a newer view is what the registers say.
            context.views().lookNow();
        } else if (sender.role() == Role.MASTER && sender.view() > view) {
            yieldTo(sender);
        } else if (sender.role() == Role.MASTER
                && sender.view() == view
                && sender.incarnation() > context.incarnation()) {
            throw new NodeFailure("both nodes started as master of view " + view
                    + ": group.members must name the same member first on both nodes; this one stops");
        } else if (sender.role() == Role.REPLICA
                && isFromReplica(sender.view(), sender.incarnation(), sender.epoch())
                && positions.length == forwarding.workers()) {
            heardReplica();
            if (lease != null) {
                lease.onEcho(sender.echoedNs());
            }
            joins.onReplicaPositions(positions);
            // The same as an acknowledgement: one that was lost is made good by the next heartbeat.
            for (int i = 0; i < positions.length; i++) {
                replayedBurst[i] = positions[i].replayed();
                onStored(i, positions[i].logged());
            }
        }
    }

    /** There is a master of a newer view: whoever has forwarded must not go on, whoever has not joins it. */
    private void yieldTo(final HeartbeatHeader master) {
        final String peer = context.settings().peer().name();
        if (state != MasterState.WAITING) {
            throw new NodeFailure("deposed: " + peer + " is master of view " + master.view() + ", this node of view "
                    + view + ": it stops forwarding");
        }
        context.log().event(peer + " is master of view " + master.view() + " already: joining it");
        change.become(StartingRole.again(context, change, false, 0));
    }

    @Override
    public void onSnapshotReport(
            final long reportView, final long incarnation, final int reportEpoch, final String fault) {
        if (isFromReplica(reportView, incarnation, reportEpoch)) {
            joins.onSnapshotReport(fault);
        }
    }

    @Override
    public void onPassedPacket(
            final long ofView, final long incarnation, final int worker, final int port, final byte[] frame) {
        if (passed != null) {
            passed.onPacket(ofView, incarnation, worker, port, frame);
        }
    }

    @Override
    public void onPassedAll(final long ofView, final long incarnation) {
        if (passed != null) {
            passed.onAll(ofView, incarnation);
        }
    }

    @Override
    public void onDivergence(final DivergenceReport report) {
        if (!isFromReplica(report.view(), report.incarnation(), report.epoch())) {
            return;
        }
        context.alarms().raise(report.text());
        joins.onDivergence(report);
        if (!joins.isUnderWay()) {
            loseReplica(report.text());
        }
    }

    @Override
    public void onView(final View decided, final MemberId self) {
        if (decided.kind() == View.Kind.PROTECTED && decided.isMaster(self) && joins.isUnderWay()) {
            joins.present().protect();
            becomeProtected(joins.present());
        } else if (decided.kind() == View.Kind.SOLO && decided.isMaster(self)) {
            view = decided.number();
            if (state == MasterState.PROTECTED) {
                goSolo(watch.isDoubted() ? watch.doubt() : decided.reason().words());
            }
        }
    }

    @Override
    public void onDeposed(final View decided) {
        context.lifeline().drop();
        if (decided.reason() == View.Reason.HANDED_OVER) {
            context.log().event("handed over, by " + decided + ": what still comes here is passed on");
            change.become(new PassingRole(context, change, decided.number(), context.incarnation()));
            return;
        }
        context.log().event("deposed by " + decided + ": what is held is dropped, joining again");
        change.become(StartingRole.again(context, change, false, 0));
    }

    @Override
    public boolean suspectsPeer() {
        return watch.isDoubted();
    }

    @Override
    public NodeWork work() {
        return state == MasterState.PROTECTED ? forwarding.work() : NodeWork.NONE;
    }

    @Override
    public void hold() {
        if (joins.isUnderWay()) {
            joins.present().hold(context.nanoClock().nanoTime());
        }
    }

    @Override
    public boolean isStored() {
        return joins.isUnderWay()
                && joins.present().fault() == null
                && joins.present().isStored();
    }

    @Override
    public void unhold() {
        if (joins.isUnderWay()) {
            joins.present().fail("its view was not decided in time");
        }
    }

    @Override
    public void drain() {
        forwarding.releaseOnly();
    }

    @Override
    public boolean isDrained() {
        return forwarding.isDrained(replayedBurst);
    }

    @Override
    public void resume() {
        forwarding.resume();
    }

    private String peerState() {
        if (joins.isUnderWay()) {
            return joins.text();
        }
        return state == MasterState.PROTECTED ? "is replica" : "no replica";
    }

    /** When the neighbours had been told and packets could leave; 0 before. */
    long readyNs() {
        return readyNs;
    }

    @Override
    public StateStore state() {
        return forwarding.graphs().state();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("master", state.word(), view, joins.epoch()).peer(peerState());
        if (takeover != null) {
            status.takeover(takeover.detection(), takeover.withEnd(readyNs, forwarding.firstPacketNs()));
        }
        forwarding.describe(status, state == MasterState.PROTECTED, replayedBurst);
        joins.describe(status);
        if (passed != null) {
            passed.describe(status);
        }
        status.counter("control.strayAcknowledgements", strayCount);
        if (watch.lostNs() != 0) {
            // By the machine's monotonic clock, as a take-over's times are.
            status.counter("solo.replicaLostNs", watch.lostNs()).counter("solo.sinceNs", soloNs);
        }
    }

    @Override
    public void close() {
        context.team().retire(() -> {
            joins.close();
            forwarding.close();
        });
    }
}
