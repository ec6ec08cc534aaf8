package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.LogReader;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.RecordView;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotReader;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The node that stores the log, acknowledges it, replays it, and takes over.
 *
 * <pre>
 *   LOADING ─ snapshot loaded ─► CATCHING_UP ─ the master says so ─► PROTECTING ─ master lost ─► take-over
 *      └──────────────────────────────┴── master lost, dismissed, or something is wrong ──► start again
 * </pre>
 *
 * <p>It begins with a fresh graph, into which the master's snapshot is loaded; the log of the epoch that began with the
 * snapshot is stored meanwhile, and replayed on top. One turn stores what has come, acknowledges at once (the master holds packets until then), and replays some of
 * what is stored. When the master has failed the log is sealed: nothing more is acknowledged; what had arrived whole
 * is replayed; the recovery line of a single worker is its last record. Then the neighbours are told, and only then
 * does the node forward.
 *
 * <p>Used by the node's thread.
 */
final class ReplicaRole implements NodeRole, LogReader.Sink {
    private static final int STORE_LIMIT = 64;
    private static final int REPLAY_LIMIT = 32;
    private static final int SNAPSHOT_LIMIT = 32;
    private static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int ONLY_WORKER = 0;
    /** Turns without a message after which a dead master's stream counts as read to its end. */
    private static final int SEAL_IDLE_TURNS = 3;
    /** Longest that the stream is read at take-over, should somebody go on sending. */
    private static final long SEAL_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final NodeContext context;
    private final RoleChange change;
    private final JoinAnswer answer;
    private final RecordingAccess access;
    private final WorkerRuntime runtime;
    private final RecordStore store;
    private final LogReader reader;
    private final Replayer replayer;
    private final SnapshotLoader loader;
    private final SnapshotReader snapshot;
    private final PortDrain drain;
    private final PeerMonitor monitor;
    private final HeartbeatSender heartbeat;
    private final long[] stored;
    private final long startNs;
    private long acknowledged;
    private long nextReportNs;
    private boolean clockIsSet;
    private boolean viewHasBegun;
    private boolean handedOver;

    ReplicaRole(final NodeContext context, final RoleChange change, final JoinAnswer answer) {
        this.context = context;
        this.change = change;
        this.answer = answer;
        final int workers = context.settings().workers();
        final MutedOutput output = new MutedOutput();
        store = new RecordStore(
                context.settings().log().storeBytes(), RecordBuffer.maxLengthBytes(context.captureBytes()));
        access = new RecordingAccess(ONLY_WORKER, workers);
        runtime = new WorkerRuntime(
                new WorkerPlace(ONLY_WORKER, workers, answer.randomSeed()),
                context.devices(),
                context.definition(),
                access,
                new FlatStateStore(answer.randomSeed()),
                output);
        reader = new LogReader(context.transport().logReader(ONLY_WORKER), ONLY_WORKER, this);
        reader.follow(answer.view(), answer.masterIncarnation(), answer.epoch());
        replayer = new Replayer(runtime, store, output);
        loader = new SnapshotLoader(runtime.pieces());
        snapshot = new SnapshotReader(
                context.transport().snapshotReader(),
                new SnapshotIdentity(answer.view(), answer.masterIncarnation(), answer.epoch()),
                loader);
        drain = new PortDrain(context.devices(), ONLY_WORKER);
        monitor = new PeerMonitor(
                context.settings().failover().heartbeatTimeoutNs(),
                context.lifeline(),
                context.nanoClock().nanoTime());
        heartbeat = new HeartbeatSender(context, Role.REPLICA);
        stored = new long[workers];
        startNs = context.nanoClock().nanoTime();
        context.lifeline().connect(context.settings().peer(), context.incarnation());
        context.log()
                .event("replica of " + context.settings().peer().name() + ", view " + answer.view() + ", log epoch "
                        + answer.epoch());
    }

    @Override
    public int doWork(final long nowNs) {
        int work = reader.poll(STORE_LIMIT);
        acknowledge();
        work += drain.doWork();
        if (heartbeat.isDue(nowNs)) {
            heartbeat
                    .position(ONLY_WORKER, reader.storedBurst(), 0, replayer.replayedBurst())
                    .send(answer.view(), answer.epoch(), nowNs);
        }
        work += loader.isLoaded() ? replay(nowNs) : snapshot.poll(SNAPSHOT_LIMIT);
        final PeerMonitor.Verdict verdict = monitor.judge(nowNs);
        if (loader.fault() != null) {
            onBadSnapshot(nowNs);
        } else if (replayer.divergentBurst() != 0) {
            onDivergence(nowNs);
        } else if (verdict != PeerMonitor.Verdict.WORKS) {
            onMasterLost(verdict, verdict.words());
        } else if (!protectsMaster() && nowNs - startNs > Join.TOTAL_LIMIT_NS) {
            onMasterLost(verdict, "not protected within " + TimeUnit.NANOSECONDS.toSeconds(Join.TOTAL_LIMIT_NS) + " s");
        }
        return work;
    }

    private void acknowledge() {
        if (reader.storedBurst() > acknowledged) {
            stored[ONLY_WORKER] = reader.storedBurst();
            if (context.control().acknowledge(answer.view(), context.incarnation(), answer.epoch(), stored)) {
                acknowledged = stored[ONLY_WORKER];
                context.transport().doWork();
            }
        }
    }

    private int replay(final long nowNs) {
        if (!clockIsSet) {
            clockIsSet = true;
            runtime.clock().advanceTo(loader.timeNs());
        }
        if (!protectsMaster() && nowNs >= nextReportNs) {
            nextReportNs = nowNs + REPORT_INTERVAL_NS;
            context.control().reportSnapshot(answer.view(), context.incarnation(), answer.epoch(), "");
        }
        return replayer.replay(REPLAY_LIMIT);
    }

    /** Whether the master has said that this replica protects it: on the lifeline, or by a heartbeat of that view. */
    private boolean protectsMaster() {
        final byte said = context.lifeline().lastSaid();
        return said == Lifeline.PROTECTED || said == Lifeline.NOTHING && viewHasBegun;
    }

    private void onBadSnapshot(final long nowNs) {
        context.control().reportSnapshot(answer.view(), context.incarnation(), answer.epoch(), loader.fault());
        context.transport().doWork();
        context.log().event("the master's snapshot cannot be used: " + loader.fault() + "; joining again");
        startAgain(false, context.backOff().failed(nowNs));
    }

    private void onDivergence(final long nowNs) {
        final long burst = replayer.divergentBurst();
        context.control().reportDivergence(answer.view(), context.incarnation(), answer.epoch(), ONLY_WORKER, burst);
        context.transport().doWork();
        context.log().event(divergence() + "; joining again with a fresh state");
        startAgain(false, context.backOff().failed(nowNs));
    }

    private String divergence() {
        return "DIVERGENCE: replay of burst " + replayer.divergentBurst() + " of worker " + ONLY_WORKER
                + " gave another digest than the master noted"
                + (replayer.noBufferCount() > 0 ? " (packet buffers ran out: raise 'packets')" : "");
    }

    /** Only a replica that protects may take over: before that the master forwarded nothing under it. */
    private void onMasterLost(final PeerMonitor.Verdict verdict, final String reason) {
        if (protectsMaster()) {
            takeOver(reason);
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
        change.become(StartingRole.again(context, change, masterIsGone, delayNs));
    }

    private void takeOver(final String reason) {
        final long detectedNs = context.nanoClock().nanoTime();
        seal();
        // The next view is left to the old master, which may live and have gone solo: no view has two masters, and of
        // two that hear of each other the one of the older view stops.
        final long view = answer.view() + 2;
        if (replayer.divergentBurst() != 0) {
            throw new NodeFailure(divergence() + "; this replica cannot take over");
        }
        final long replayedNs = context.nanoClock().nanoTime();
        context.lifeline().say(Lifeline.TOOK_OVER);
        context.lifeline().drop();
        handedOver = true;
        final TakeoverTimes times = new TakeoverTimes(reason, detectedNs, replayedNs);
        change.become(MasterRole.takeOver(context, change, runtime, access, view, times));
        context.log()
                .event("view " + view + ": TOOK OVER (" + reason + "), recovery line at burst "
                        + replayer.replayedBurst() + ", SOLO from here");
    }

    /**
     * Takes in what the dead master's stream still holds, acknowledging nothing, and replays to its end. What is not read
     * in time was not acknowledged, so nothing was released that depends on it.
     */
    private void seal() {
        final long beginNs = context.nanoClock().nanoTime();
        int idleTurns = 0;
        while (idleTurns < SEAL_IDLE_TURNS && context.nanoClock().nanoTime() - beginNs < SEAL_LIMIT_NS) {
            final int work = context.transport().doWork() + reader.poll(STORE_LIMIT) + replayer.replay(REPLAY_LIMIT);
            idleTurns = work == 0 ? idleTurns + 1 : 0;
        }
        replayer.replayAll();
    }

    @Override
    public boolean hasRoom() {
        return store.hasRoom();
    }

    @Override
    public void onRecord(final RecordView record, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        store.store(buffer, offset, lengthBytes);
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        if (sender.role() == Role.MASTER && sender.incarnation() == answer.masterIncarnation()) {
            monitor.heard(context.nanoClock().nanoTime());
            viewHasBegun |= sender.view() == answer.view();
        }
    }

    @Override
    public StateStore state() {
        return runtime.state();
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("replica", protectsMaster() ? "protected" : "joining", answer.view(), answer.epoch())
                .peer("is master")
                .worker(new NodeStatus.WorkerStatus(
                        ONLY_WORKER, reader.storedBurst(), acknowledged, 0, replayer.replayedBurst(), 0, 0))
                .graph(runtime.graph())
                .drop("replica.muted", drain.discardedCount())
                .counter("log.invalid", reader.invalidCount())
                .counter("log.stray", reader.strayCount())
                .counter("snapshot.loadedBytes", loader.loadedBytes())
                .counter("snapshot.invalid", snapshot.invalidCount())
                .counter("snapshot.stray", snapshot.strayCount())
                .counter("joins.failed", context.backOff().totalCount())
                .counter("store.bytes", store.sizeBytes())
                .counter("replay.noBuffer", replayer.noBufferCount());
    }

    @Override
    public void close() {
        if (!handedOver) {
            runtime.close();
        }
    }
}
