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
import java.security.SecureRandom;
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
    /** Where a master stands between alone and protected. */
    enum Protected {
        /** Has forwarded nothing: waits for a replica. */
        WAITING("none"),
        /** Every burst is logged, outputs are held. */
        PROTECTED("protected"),
        /** Forwards unprotected. */
        SOLO("solo");

        private final String word;

        Protected(final String word) {
            this.word = word;
        }
    }

    /** A part of the heartbeat time-out; a worker whose turn takes longer keeps the node from saying that it works. */
    private static final int TURN_FRACTION = 2;

    private final NodeContext context;
    private final RoleChange change;
    private final Forwarding forwarding;
    private final HeartbeatSender heartbeat;
    private final TakeoverTimes takeover;
    private final long startNs;
    private final JoinCounters joins = new JoinCounters();
    private final long[] replayedBurst;
    private Protected state = Protected.WAITING;
    private PeerMonitor monitor;
    private AcknowledgementWatch acknowledgements;
    private Join join;
    /** A join that is over, and has memory to give back. */
    private Join ended;

    private JoinAnswer replica;
    private long view;
    private int epoch;
    private long readyNs;
    private long lastRefusedIncarnation;
    private long strayCount;
    private String suspicion;

    /** A master with fresh state, which waits for a replica. */
    static MasterRole fresh(final NodeContext context, final RoleChange change) {
        final NodeGraphs graphs = new NodeGraphs(context, new SecureRandom().nextLong());
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
        final MasterRole master = new MasterRole(context, change, graphs, view, times);
        context.team().meet(graphs.accesses()::endEpoch);
        master.forward();
        master.state = Protected.SOLO;
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
        replayedBurst = new long[forwarding.workers()];
        heartbeat = new HeartbeatSender(context, Role.MASTER);
        startNs = context.nanoClock().nanoTime();
    }

    @Override
    public int doWork(final long nowNs) {
        if (heartbeat.isDue(nowNs) && workersTurn(nowNs)) {
            for (int i = 0; i < forwarding.workers(); i++) {
                heartbeat.position(
                        i,
                        forwarding.loggedBurst(i),
                        forwarding.worker(i).hold().releasedBurst(),
                        0);
            }
            heartbeat.send(view, epoch, nowNs);
        }
        if (state == Protected.WAITING) {
            waitForReplica(nowNs);
        } else if (state == Protected.PROTECTED) {
            watchReplica(nowNs);
        }
        final int work = context.team().doWork();
        if (ended != null && !ended.release()) {
            ended = null;
        }
        return work + (join == null ? 0 : goOnJoining(nowNs));
    }

    private boolean workersTurn(final long nowNs) {
        return context.team().turns(nowNs, context.settings().failover().heartbeatTimeoutNs() / TURN_FRACTION);
    }

    /** Attempts to join do not prolong the wait: one replica that fails again and again must not stop the traffic. */
    private void waitForReplica(final long nowNs) {
        if (nowNs - startNs > context.settings().failover().replicaWaitNs()) {
            if (join != null && !abandonJoin("this master has waited long enough")) {
                return;
            }
            context.log()
                    .event("WARNING: no replica joined within failover.replicaWaitMs = "
                            + context.settings().failover().replicaWaitMs() + " ("
                            + context.settings().peer().name() + " at "
                            + context.settings().peer().text()
                            + " unreachable): going SOLO, forwarding UNPROTECTED");
            forward();
            state = Protected.SOLO;
        }
    }

    private void watchReplica(final long nowNs) {
        if (context.views() == null && context.lifeline().lastSaid() == Lifeline.TOOK_OVER) {
            throw new NodeFailure("deposed: " + context.settings().peer().name()
                    + " took over while this node did not answer: it stops forwarding");
        }
        if (acknowledgements.progressed()) {
            monitor.progressed(nowNs);
        }
        final PeerMonitor.Verdict verdict = monitor.judgeReplica(nowNs);
        suspicion = verdict == PeerMonitor.Verdict.WORKS ? null : "replica lost (" + verdict.words() + ")";
        if (suspicion != null && context.views() == null) {
            goSolo("replica lost (" + verdict.words() + ")");
        }
    }

    /** Gives the join its turn; what that takes a worker that has no thread of its own, or a meeting, it stands still. */
    private int goOnJoining(final long nowNs) {
        final long startNs = context.nanoClock().nanoTime();
        final long asideNs = join.takeAsideNs();
        context.team().takeMeetNs();
        final String doing = asideNs > 0 ? "copying aside" : join.phase().word();
        final int work = join.doWork(nowNs);
        if (join.fault() != null) {
            abandonJoin(join.fault());
        } else if (context.views() != null && join.isClose() && join.phase() != Join.Phase.DONE) {
            context.views().candidate(join.answer().replicaIncarnation());
        } else if (join.phase() == Join.Phase.DONE) {
            becomeProtected();
        }
        final long stoodNs = context.team().isThreaded()
                ? context.team().takeMeetNs()
                : context.nanoClock().nanoTime() - startNs;
        if (work > 0 && stoodNs > 0 || asideNs > 0) {
            joins.pause().record(stoodNs + asideNs, doing);
        }
        return work;
    }

    private void becomeProtected() {
        replica = join.answer();
        monitor = join.monitor();
        view = replica.view();
        acknowledgements = new AcknowledgementWatch(forwarding.stable(), forwarding::loggedBurst);
        monitor.progressed(context.nanoClock().nanoTime());
        joins.completed(join, context.nanoClock().nanoTime() - joins.startNs());
        retire();
        if (state == Protected.WAITING) {
            forward();
        }
        state = Protected.PROTECTED;
        context.log()
                .event("view " + view + ": PROTECTED, replica "
                        + context.settings().peer().name() + " (" + joins.text() + ")");
    }

    private void retire() {
        if (ended != null) {
            ended.close();
        }
        ended = join;
        join = null;
    }

    /** Returns false if it is too late: the view that the join leads to may be decided. */
    private boolean abandonJoin(final String reason) {
        if (context.views() != null) {
            if (context.views().member().isAdmissionOnItsWay()) {
                return false;
            }
            context.views().noCandidate();
        }
        join.abandon();
        retire();
        joins.abandoned();
        context.log()
                .event("the join of " + context.settings().peer().name() + " came to nothing: " + reason
                        + (state == Protected.SOLO ? "; still SOLO, forwarding UNPROTECTED" : ""));
        return true;
    }

    private void goSolo(final String reason) {
        context.lifeline().say(Lifeline.DISMISSED);
        context.lifeline().drop();
        forwarding.endEpoch();
        view = context.views() == null ? view + 1 : context.views().newest().number();
        suspicion = null;
        context.log().event("WARNING: view " + view + ": " + reason + ": going SOLO, forwarding UNPROTECTED");
        state = Protected.SOLO;
    }

    /** Tells the neighbours; from here on packets leave. */
    private void forward() {
        forwarding.forward();
        readyNs = context.nanoClock().nanoTime();
    }

    @Override
    public void onJoin(final JoinRequest request) {
        final List<String> differences = JoinCheck.differences(context.joinRequest(), request);
        if (join != null && request.incarnation() == join.answer().replicaIncarnation()) {
            context.control().acceptJoin(join.answer());
        } else if (!differences.isEmpty()) {
            refuse(request, true, String.join("; ", differences));
        } else if (state != Protected.PROTECTED) {
            accept(request);
        } else if (request.incarnation() != replica.replicaIncarnation()) {
            refuse(request, false, "this master has a replica already");
        }
    }

    private void accept(final JoinRequest request) {
        if (join != null && !abandonJoin("it has begun anew")) {
            return;
        }
        epoch++;
        final JoinAnswer answer = new JoinAnswer(
                view + 1,
                context.incarnation(),
                request.incarnation(),
                forwarding.graphs().randomSeed(),
                epoch);
        final long nowNs = context.nanoClock().nanoTime();
        join = new Join(context, forwarding, answer, nowNs);
        joins.began(nowNs);
        context.control().acceptJoin(answer);
        context.log().event("replica " + request.node() + " joins, log epoch " + epoch);
    }

    private void refuse(final JoinRequest request, final boolean permanent, final String reason) {
        if (request.incarnation() != lastRefusedIncarnation) {
            lastRefusedIncarnation = request.incarnation();
            context.log().event("refused " + request.node() + " as replica: " + reason);
        }
        context.control().refuseJoin(request.incarnation(), permanent, reason);
    }

    /** The replica of the moment, joining or protecting; null if there is none. */
    private JoinAnswer present() {
        if (join != null) {
            return join.answer();
        }
        return state == Protected.PROTECTED ? replica : null;
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
        if (join != null) {
            join.heard(nowNs);
        } else {
            monitor.heard(nowNs);
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
            if (join != null) {
                join.onReplicaPositions(positions);
            }
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
        if (state != Protected.WAITING) {
            throw new NodeFailure("deposed: " + peer + " is master of view " + master.view() + ", this node of view "
                    + view + ": it stops forwarding");
        }
        context.log().event(peer + " is master of view " + master.view() + " already: joining it");
        change.become(StartingRole.again(context, change, false, 0));
    }

    @Override
    public void onSnapshotReport(
            final long reportView, final long incarnation, final int reportEpoch, final String fault) {
        if (join != null && isFromReplica(reportView, incarnation, reportEpoch)) {
            join.onSnapshotReport(fault);
        }
    }

    @Override
    public void onDivergence(final DivergenceReport report) {
        if (!isFromReplica(report.view(), report.incarnation(), report.epoch())) {
            return;
        }
        joins.diverged();
        context.alarms().raise(report.text());
        if (join != null) {
            join.onDivergence(report);
        } else if (context.views() != null) {
            context.views().member().dropReplica();
        } else {
            goSolo(report.text());
        }
    }

    @Override
    public void onView(final View decided, final MemberId self) {
        if (decided.kind() == View.Kind.PROTECTED && decided.isMaster(self) && join != null) {
            join.protect();
            becomeProtected();
        } else if (decided.kind() == View.Kind.SOLO && decided.isMaster(self)) {
            view = decided.number();
            if (state == Protected.PROTECTED) {
                goSolo(suspicion == null ? decided.reason().words() : suspicion);
            }
        }
    }

    @Override
    public void onDeposed(final View decided) {
        context.log().event("deposed by " + decided + ": what is held is dropped, joining again");
        context.lifeline().drop();
        change.become(StartingRole.again(context, change, false, 0));
    }

    @Override
    public boolean suspectsPeer() {
        return suspicion != null;
    }

    @Override
    public boolean isFit(final long nowNs) {
        return workersTurn(nowNs);
    }

    @Override
    public void hold() {
        if (join != null) {
            join.hold(context.nanoClock().nanoTime());
        }
    }

    @Override
    public boolean isStored() {
        return join != null && join.fault() == null && join.isStored();
    }

    @Override
    public void unhold() {
        if (join != null) {
            join.fail("its view was not decided in time");
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
        if (join != null) {
            return "joining: " + join.phase().word();
        }
        return state == Protected.PROTECTED ? "is replica" : "no replica";
    }

    @Override
    public StateStore state() {
        return forwarding.graphs().state();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("master", state.word, view, epoch).peer(peerState());
        if (takeover != null) {
            status.takeover(
                    takeover.detection(),
                    new NodeStatus.Takeover(
                            takeover.detectedNs(), takeover.replayedNs(), readyNs, forwarding.firstPacketNs()));
        }
        forwarding.describe(status, state == Protected.PROTECTED, replayedBurst);
        joins.describe(status, join);
        status.counter("control.strayAcknowledgements", strayCount);
    }

    @Override
    public void close() {
        context.team().retire(() -> {
            if (join != null) {
                join.close();
            }
            if (ended != null) {
                ended.close();
            }
            forwarding.close();
        });
    }
}
