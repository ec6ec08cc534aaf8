package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotReader;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.recovery.replay.ReplayDivergence;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.View;
import java.util.concurrent.TimeUnit;

/**
 * The node that stores the log, acknowledges it, has it replayed, and takes over.
 *
 * <pre>
 *   LOADING ─ snapshot loaded ─► CATCHING_UP ─ the master says so ─► PROTECTING ─ master lost ─► {@link TakeOver}
 *      └──────────────────────────────┴── master lost, dismissed, or something is wrong ──► start again
 * </pre>
 *
 * <p>It begins with fresh graphs, into which the master's snapshot is loaded; the log of the epoch that began with the
 * snapshot is stored meanwhile, and replayed on top. One turn stores what has come and acknowledges at once (the master
 * holds packets until then); what the workers do is {@link Replaying}.
 *
 * <p>Used by the node's thread.
 */
final class ReplicaRole implements NodeRole {
    private static final int STORE_LIMIT = 64;
    private static final int SNAPSHOT_LIMIT = 32;
    /** A few records wait so long for replay while more come in. */
    private static final long REPLAY_PATIENCE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    /** So long a candidate keeps its state when its master is lost: some looks at the registers. */
    private static final long CANDIDATE_PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final NodeContext context;
    private final RoleChange change;
    private final JoinAnswer answer;
    private final NodeGraphs graphs;
    private final ReplicaLog log;
    private final Replaying replaying;
    private final SnapshotLoader loader;
    private final SnapshotReader snapshot;
    private final PeerMonitor monitor;
    private final HeartbeatSender heartbeat;
    private final long startNs;
    private TakeOver takeOver;
    private long nextReportNs;
    private long replayedNs;
    private boolean isReplaying;
    private boolean viewHasBegun;
    private boolean isOver;
    private boolean mustEcho;
    private long echoedNs;
    private boolean isSuspicious;
    private long loggedByMaster;
    private long suspectedNs;
    private String detection = "";

    ReplicaRole(final NodeContext context, final RoleChange change, final JoinAnswer answer) {
        this.context = context;
        this.change = change;
        this.answer = answer;
        graphs = new NodeGraphs(context, answer.randomSeed());
        context.durability().begin(answer);
        log = new ReplicaLog(context, answer, graphs);
        replaying = new Replaying(
                context, graphs, log, context.settings().failover().resends());
        loader = new SnapshotLoader(graphs.pieces(), context.rules());
        snapshot = new SnapshotReader(
                context.durability().beside(context.transport().snapshotReader()),
                new SnapshotIdentity(answer.view(), answer.masterIncarnation(), answer.epoch()),
                loader);
        monitor = new PeerMonitor(
                context.settings().failover().heartbeatTimeoutNs(),
                context.lifeline(),
                context.nanoClock().nanoTime());
        heartbeat = new HeartbeatSender(context, Role.REPLICA);
        startNs = context.nanoClock().nanoTime();
        replaying.drain();
        context.lifeline().connect(context.settings().peer(), context.incarnation());
        context.log()
                .event("replica of " + context.settings().peer().name() + ", view " + answer.view() + ", log epoch "
                        + answer.epoch());
    }

    @Override
    public int doWork(final long nowNs) {
        if (takeOver != null) {
            return goOnTakingOver(nowNs);
        }
        try {
            return serve(nowNs);
        } catch (final ReplayDivergence e) {
            onDivergence(e, nowNs);
            return 1;
        }
    }

    private int serve(final long nowNs) {
        final int stored = log.store(STORE_LIMIT);
        log.acknowledge();
        sendHeartbeat(nowNs);
        int work = stored + (loader.isLoaded() ? replay(nowNs) : snapshot.poll(SNAPSHOT_LIMIT));
        if (stored == 0 || nowNs - replayedNs >= REPLAY_PATIENCE_NS || !log.mayReplayLater()) {
            replayedNs = nowNs;
            work += context.team().doWork();
        }
        failIfDiskFailed();
        final PeerMonitor.Verdict verdict = monitor.judge(nowNs);
        if (loader.fault() != null) {
            onBadSnapshot(nowNs);
        } else if (replaying.divergence() != null) {
            onDivergence(replaying.divergence(), nowNs);
        } else if (context.views() != null) {
            suspect(verdict, nowNs);
        } else if (verdict != PeerMonitor.Verdict.WORKS) {
            onMasterLost(verdict, verdict.words());
        } else if (context.durability().isFull()) {
            onDiskFull();
        } else if (!protectsMaster() && nowNs - startNs > Join.TOTAL_LIMIT_NS) {
            onMasterLost(verdict, "not protected within " + TimeUnit.NANOSECONDS.toSeconds(Join.TOTAL_LIMIT_NS) + " s");
        }
        return work;
    }

    /** What cannot be made durable must not count as protected: the master goes solo, and somebody repairs the disk. */
    private void failIfDiskFailed() {
        final String fault = context.durability().fault();
        if (fault != null) {
            throw new NodeFailure(fault + "; log.diskDirectory must be repaired, or log.durability: memory");
        }
    }

    /** A new snapshot takes the place of all that was logged since the last. */
    private void onDiskFull() {
        final String limit = LogOnDisk.LIMIT_MEBIBYTES.name() + " = "
                + context.settings().log().disk().orElseThrow().limitMebibytes();
        if (!protectsMaster()) {
            throw new NodeFailure(
                    limit + " must have room for the master's snapshot, and for what is logged meanwhile");
        }
        context.log().event("the log on disk has reached " + limit + ": joining again, with a new snapshot");
        startAgain(false, 0);
    }

    /**
     * Whose views are decided by registers only says what it suspects. A candidate that loses its master gives up its
     * state after a while only: it may have become replica without having heard of it.
     */
    private void suspect(final PeerMonitor.Verdict verdict, final long nowNs) {
        final boolean isLost = verdict != PeerMonitor.Verdict.WORKS;
        if (isLost && !isSuspicious) {
            suspectedNs = nowNs;
            detection = verdict.words();
            context.views().lookNow();
        }
        isSuspicious = isLost;
        if (protectsMaster()) {
            return;
        }
        final boolean isDismissed = context.lifeline().lastSaid() == Lifeline.DISMISSED;
        if (isDismissed || isLost && nowNs - suspectedNs > CANDIDATE_PATIENCE_NS) {
            onMasterLost(verdict, verdict.words());
        } else if (nowNs - startNs > Join.TOTAL_LIMIT_NS) {
            onMasterLost(verdict, "not protected within " + TimeUnit.NANOSECONDS.toSeconds(Join.TOTAL_LIMIT_NS) + " s");
        }
    }

    @Override
    public boolean suspectsPeer() {
        return isSuspicious;
    }

    @Override
    public boolean grantsLeaseTo(final long masterIncarnation) {
        return takeOver == null && masterIncarnation == answer.masterIncarnation();
    }

    @Override
    public NodeWork work() {
        if (takeOver != null || !protectsMaster()) {
            return NodeWork.NONE;
        }
        long stored = 0;
        long replayed = 0;
        for (int worker = 0; worker < log.workers(); worker++) {
            stored += log.safeBurst(worker);
            replayed += replaying.replayedBurst(worker);
        }
        return NodeWork.ofReplica(stored, replaying.mayWait() ? stored : replayed, Math.max(stored, loggedByMaster));
    }

    @Override
    public void seal() {
        if (takeOver == null) {
            beginTakeOver(isSuspicious ? detection : "suspected by the group");
        }
    }

    @Override
    public void onView(final View view, final MemberId self) {
        if (view.kind() == View.Kind.NONE) {
            context.log().event("the state that this node was to protect is lost: joining again");
            startAgain(false, 0);
        } else if (view.isMaster(self) && takeOver == null) {
            beginTakeOver(view.reason().words());
        }
    }

    @Override
    public void onDeposed(final View view) {
        context.log().event("no replica any more, by " + view + ": joining again");
        startAgain(false, 0);
    }

    private void beginTakeOver(final String reason) {
        replaying.stopDraining();
        context.durability().stop();
        takeOver = new TakeOver(
                context,
                log,
                replaying,
                reason,
                isSuspicious ? suspectedNs : context.nanoClock().nanoTime(),
                () -> context.views() == null || context.views().isMaster());
    }

    private void sendHeartbeat(final long nowNs) {
        if (mustEcho || heartbeat.isDue(nowNs)) {
            mustEcho = false;
            for (int worker = 0; worker < log.workers(); worker++) {
                heartbeat.position(worker, log.safeBurst(worker), 0, replaying.replayedBurst(worker));
            }
            heartbeat.send(answer.view(), answer.epoch(), nowNs, echoedNs);
        }
    }

    private int replay(final long nowNs) {
        if (!isReplaying) {
            isReplaying = true;
            context.durability().snapshotEnds();
            replaying.begin(graphs, loader.timeNs());
        }
        if (!protectsMaster() && context.durability().isSnapshotSafe() && nowNs >= nextReportNs) {
            nextReportNs = nowNs + REPORT_INTERVAL_NS;
            context.control().reportSnapshot(answer.view(), context.incarnation(), answer.epoch(), "");
        }
        if (protectsMaster()) {
            replaying.look(nowNs);
        }
        return 0;
    }

    /** Whether the master has said that this replica protects it: on the lifeline, or by a heartbeat of that view. */
    private boolean protectsMaster() {
        if (context.views() != null) {
            return context.views().isReplica();
        }
        final byte said = context.lifeline().lastSaid();
        return said == Lifeline.PROTECTED || said == Lifeline.NOTHING && viewHasBegun;
    }

    private void onBadSnapshot(final long nowNs) {
        context.control().reportSnapshot(answer.view(), context.incarnation(), answer.epoch(), loader.fault());
        context.transport().doWork();
        context.log().event("the master's snapshot cannot be used: " + loader.fault() + "; joining again");
        startAgain(false, context.backOff().failed(nowNs));
    }

    private void onDivergence(final ReplayDivergence divergence, final long nowNs) {
        final DivergenceReport report = new DivergenceReport(
                answer.view(),
                context.incarnation(),
                answer.epoch(),
                divergence.worker(),
                divergence.burst(),
                divergence.what());
        context.control().reportDivergence(report);
        context.transport().doWork();
        context.alarms().raise(report.text());
        context.log().event(report.text() + "; joining again with a fresh state");
        startAgain(false, context.backOff().failed(nowNs));
    }

    /** Only a replica that protects may take over: before that the master forwarded nothing under it. */
    private void onMasterLost(final PeerMonitor.Verdict verdict, final String reason) {
        if (context.rules().mayTakeOver(protectsMaster())) {
            beginTakeOver(reason);
            return;
        }
        final boolean dismissed = context.lifeline().lastSaid() == Lifeline.DISMISSED;
        context.log()
                .event(
                        dismissed
                                ? "the master goes on without this replica: joining again"
                                : "the master was lost before the pair was protected (" + reason
                                        + "): looking for a master again (TCP "
                                        + context.settings().peer().text() + " must be reachable)");
        final boolean masterIsGone = verdict == PeerMonitor.Verdict.GONE && !dismissed;
        startAgain(masterIsGone, context.backOff().failed(context.nanoClock().nanoTime()));
    }

    /** Ends this role: nothing more may be done in it. */
    private void startAgain(final boolean masterIsGone, final long delayNs) {
        context.lifeline().drop();
        context.durability().end();
        change.become(StartingRole.again(context, change, masterIsGone, delayNs));
    }

    /** Whether the old master let go of all that it held, and then gave its role to this node. */
    private boolean isHandedOver() {
        return context.views() != null
                && context.views().isMaster()
                && context.views().newest().reason() == View.Reason.HANDED_OVER;
    }

    private int goOnTakingOver(final long nowNs) {
        if (isHandedOver()) {
            log.heardAllReleased();
        }
        final int work = takeOver.doWork(nowNs);
        if (takeOver.step() == TakeOver.Step.DONE) {
            becomeMaster();
        }
        return work;
    }

    private void becomeMaster() {
        // The next view is left to the old master, which may live and have gone solo: no view has two masters, and of
        // two that hear of each other the one of the older view stops.
        final long view = context.views() == null
                ? answer.view() + 2
                : context.views().newest().number();
        isOver = true;
        final TakeoverTimes times = takeOver.times();
        final MasterRole master = isHandedOver()
                ? MasterRole.handedOverTo(context, change, graphs, view, times, answer.masterIncarnation())
                : MasterRole.takeOver(context, change, graphs, view, times);
        change.become(master);
        context.durability().end();
        context.log()
                .event("view " + view + ": TOOK OVER (" + times.detection() + ") " + times.text(master.readyNs())
                        + "; recovery line at burst " + line() + replaying.beyondLine() + replaying.sentAgain()
                        + ", SOLO from here");
    }

    private String line() {
        final StringBuilder text = new StringBuilder();
        for (int worker = 0; worker < log.workers(); worker++) {
            text.append(worker == 0 ? "" : "/").append(replaying.replayedBurst(worker));
        }
        return text.toString();
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        if (sender.role() == Role.MASTER && sender.incarnation() == answer.masterIncarnation()) {
            monitor.heard(context.nanoClock().nanoTime());
            // Given back at once, for a master without registers its lease; its own heartbeat is due as often.
            mustEcho |= sender.sentNs() > echoedNs;
            echoedNs = Math.max(echoedNs, sender.sentNs());
            viewHasBegun |= sender.view() == answer.view();
            if (sender.epoch() == answer.epoch()) {
                loggedByMaster = 0;
                for (final WorkerPositions worker : positions) {
                    loggedByMaster += worker.logged();
                }
                hearReleased(positions);
            }
        }
    }

    private void hearReleased(final WorkerPositions[] positions) {
        for (int worker = 0; worker < Math.min(positions.length, log.workers()); worker++) {
            log.heardReleased(worker, positions[worker].released());
        }
    }

    @Override
    public StateStore state() {
        return graphs.state();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("replica", protectsMaster() ? "protected" : "joining", answer.view(), answer.epoch())
                .peer(takeOver == null ? "is master" : "was master, taking over");
        for (int worker = 0; worker < log.workers(); worker++) {
            status.worker(new NodeStatus.WorkerStatus(
                            worker,
                            log.storedBurst(worker),
                            log.acknowledgedBurst(worker),
                            0,
                            replaying.replayedBurst(worker),
                            0,
                            0))
                    .graph(graphs.runtime(worker).graph());
        }
        log.describe(status);
        replaying.describe(status);
        status.counter("snapshot.loadedBytes", loader.loadedBytes())
                .counter("snapshot.invalid", snapshot.invalidCount())
                .counter("snapshot.stray", snapshot.strayCount())
                .counter("joins.failed", context.backOff().totalCount());
    }

    @Override
    public void close() {
        if (!isOver) {
            isOver = true;
            replaying.abandon();
            context.team().retire(() -> {
                replaying.freeOutputs();
                graphs.close();
            });
        }
    }
}
