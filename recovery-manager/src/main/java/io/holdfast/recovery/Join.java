package io.holdfast.recovery;

import io.holdfast.log.DivergenceReport;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotWriter;
import io.holdfast.log.WorkerPositions;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Takes a fresh node in as the replica of a master that goes on forwarding.
 *
 * <pre>
 *   OPENING ─► CONNECTING ─ mark ─► SENDING ─► CATCHING_UP ─ hold ─► HOLDING ─► done: protected
 *                                      └─ bursts are logged, outputs leave ─┘      └─ outputs are held
 * </pre>
 *
 * <p>The mark is a burst boundary of all workers: the log epoch begins there, and the snapshot is the state as it was there
 * ({@link SnapshotSender}). The replica loads it and replays the epoch's log on top. When it is close behind, the master
 * begins to hold; when the replica has stored everything up to that moment, and only then, it protects: whatever left
 * before is in its log, whatever comes after is held. At any failure before that the master goes on as before, and what
 * it holds is let go.
 *
 * <p>Used by the node's thread.
 */
final class Join {
    /** Where a join stands. */
    enum Phase {
        OPENING,
        CONNECTING,
        SENDING,
        CATCHING_UP,
        HOLDING,
        DONE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Most time for a node that was accepted to connect. */
    private static final long CONNECT_LIMIT_NS = TimeUnit.SECONDS.toNanos(5);

    /** Most time from the mark to the end. */
    private static final long CATCH_UP_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    /** Most time from being accepted to protecting: a replica gives up then. */
    static final long TOTAL_LIMIT_NS = CONNECT_LIMIT_NS + CATCH_UP_LIMIT_NS + TimeUnit.SECONDS.toNanos(5);

    /** Most time for which the joining replica may keep the master from receiving, at a stretch. */
    private static final long STALL_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Most time for which packets are held for a replica that does not protect yet. */
    private static final long HOLD_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A replica so many bursts behind is close: holding will be short, and a take-over as well. */
    private static final long CLOSE_BURSTS = 256;

    private final NodeContext context;
    private final Forwarding forwarding;
    private final JoinAnswer answer;
    private final long startNs;
    private final LoggedProtection[] logs;
    private final long[] notStalledNs;
    private final long[] holdFromBurst;
    private Phase phase = Phase.OPENING;
    private int openedLogs;
    private SnapshotWriter snapshotStream;
    private SnapshotSender snapshot;
    private PeerMonitor monitor;
    private boolean replicaFollows;
    private boolean loaded;
    private long replicaBehind = Long.MAX_VALUE;
    private long markNs;
    private long markTookNs;
    private long holdNs;
    private String fault;
    private boolean isClose;
    private boolean isStored;

    Join(final NodeContext context, final Forwarding forwarding, final JoinAnswer answer, final long nowNs) {
        this.context = context;
        this.forwarding = forwarding;
        this.answer = answer;
        startNs = nowNs;
        logs = new LoggedProtection[forwarding.workers()];
        notStalledNs = new long[logs.length];
        holdFromBurst = new long[logs.length];
        context.lifeline().expect(answer.replicaIncarnation());
    }

    JoinAnswer answer() {
        return answer;
    }

    Phase phase() {
        return phase;
    }

    /** Why it came to nothing, or null. */
    String fault() {
        return fault;
    }

    /** Whether bursts are logged already. */
    boolean isLogging() {
        return phase.ordinal() >= Phase.SENDING.ordinal();
    }

    /** One turn, between bursts; returns the work done. */
    int doWork(final long nowNs) {
        if (monitor != null && fault == null) {
            final PeerMonitor.Verdict verdict = monitor.judge(nowNs);
            if (verdict != PeerMonitor.Verdict.WORKS) {
                fault = "it was lost (" + verdict.words() + ")";
            }
        }
        if (isLogging() && fault == null) {
            checkLimits(nowNs);
        }
        if (fault != null) {
            return 0;
        }
        return switch (phase) {
            case OPENING -> open();
            case CONNECTING -> connect(nowNs);
            case SENDING -> send();
            case CATCHING_UP -> holdWhenClose(nowNs);
            case HOLDING -> awaitStored();
            case DONE -> 0;
        };
    }

    private void checkLimits(final long nowNs) {
        long stalledNs = 0;
        for (int i = 0; i < logs.length; i++) {
            if (logs[i].log().hasRoom()) {
                notStalledNs[i] = nowNs;
            }
            stalledNs = Math.max(stalledNs, nowNs - notStalledNs[i]);
        }
        if (stalledNs > STALL_LIMIT_NS) {
            fault = "it took no log for " + TimeUnit.NANOSECONDS.toMillis(STALL_LIMIT_NS)
                    + " ms, and kept this master from receiving";
        } else if (nowNs - markNs > CATCH_UP_LIMIT_NS) {
            fault = "it did not catch up within " + TimeUnit.NANOSECONDS.toSeconds(CATCH_UP_LIMIT_NS) + " s";
        } else if (context.views() == null && phase == Phase.HOLDING && nowNs - holdNs > HOLD_LIMIT_NS) {
            fault = "it did not store what it had to within " + TimeUnit.NANOSECONDS.toMillis(HOLD_LIMIT_NS) + " ms";
        }
    }

    /** Opens one thing a turn: each takes its time. */
    private int open() {
        if (openedLogs < logs.length) {
            openLog(openedLogs++);
            context.transport().doWork();
        } else if (snapshotStream == null) {
            snapshotStream = new SnapshotWriter(
                    context.transport().openSnapshotWriter(),
                    new SnapshotIdentity(answer.view(), answer.masterIncarnation(), answer.epoch()));
            context.transport().doWork();
        } else if (snapshot == null) {
            snapshot = new SnapshotSender(
                    forwarding.graphs().pieces(),
                    snapshotStream,
                    new SnapshotSender.Circumstances(
                            context.faults().snapshot(),
                            context.nanoClock(),
                            context.team().isThreaded()));
        } else if (!snapshot.prepare()) {
            phase = Phase.CONNECTING;
        }
        return 1;
    }

    private void openLog(final int worker) {
        logs[worker] =
                forwarding.worker(worker).openLog(context, forwarding.graphs().accesses(), forwarding.stable());
        logs[worker].identify(answer.view(), answer.masterIncarnation(), answer.epoch(), worker);
        logs[worker].letOutputsLeave();
    }

    private boolean logsAreConnected() {
        boolean all = true;
        for (final LoggedProtection log : logs) {
            all &= log.log().isConnected();
        }
        return all;
    }

    private int connect(final long nowNs) {
        final boolean connected = context.lifeline().isConnected();
        if (monitor == null && connected) {
            monitor = new PeerMonitor(context.settings().failover().heartbeatTimeoutNs(), context.lifeline(), nowNs);
        }
        if (connected && replicaFollows && logsAreConnected() && snapshotStream.isConnected()) {
            mark(nowNs);
            return 1;
        }
        if (nowNs - startNs > CONNECT_LIMIT_NS) {
            fault = "it did not connect within " + TimeUnit.NANOSECONDS.toSeconds(CONNECT_LIMIT_NS) + " s"
                    + (connected
                            ? ""
                            : "; no lifeline: TCP " + context.settings().self().text() + " must be reachable")
                    + (logsAreConnected()
                            ? ""
                            : "; no log stream: UDP port "
                                    + context.settings().peer().logPort() + " of the peer must be reachable");
        }
        return 0;
    }

    private void mark(final long nowNs) {
        final long startNs = context.nanoClock().nanoTime();
        forwarding.beginEpoch(logs, snapshot);
        markTookNs = context.nanoClock().nanoTime() - startNs;
        markNs = nowNs;
        Arrays.fill(notStalledNs, nowNs);
        phase = Phase.SENDING;
    }

    private int send() {
        final int work = snapshot.send();
        if (snapshot.isComplete()) {
            phase = Phase.CATCHING_UP;
        }
        return work;
    }

    private int holdWhenClose(final long nowNs) {
        if (!loaded || replicaBehind > CLOSE_BURSTS || storeBehind() > CLOSE_BURSTS) {
            return 0;
        }
        isClose = true;
        if (context.views() == null) {
            hold(nowNs);
        }
        return 1;
    }

    /** Begins to hold: by itself, or when a majority has been found for the view that this join leads to. */
    void hold(final long nowNs) {
        if (phase != Phase.CATCHING_UP) {
            return;
        }
        forwarding.holdOutputs();
        // Read after all hold: whatever left before depends on no later burst than these.
        Arrays.setAll(holdFromBurst, worker -> logs[worker].appendedBurst());
        holdNs = nowNs;
        phase = Phase.HOLDING;
    }

    /** Whether the replica is so close behind that it is time to hold. */
    boolean isClose() {
        return isClose;
    }

    /** Whether the replica has stored all that left before its outputs were held. */
    boolean isStored() {
        return isStored;
    }

    /** It comes to nothing. */
    void fail(final String reason) {
        fault = fault == null ? reason : fault;
    }

    private long storeBehind() {
        long most = 0;
        for (int i = 0; i < logs.length; i++) {
            most = Math.max(most, logs[i].appendedBurst() - forwarding.stable().get(i));
        }
        return most;
    }

    private int awaitStored() {
        if (isStored) {
            return 0;
        }
        for (int i = 0; i < logs.length; i++) {
            if (!context.rules().hasStored(forwarding.stable().get(i), holdFromBurst[i])) {
                return 0;
            }
        }
        isStored = true;
        if (context.views() == null) {
            protect();
        }
        return 1;
    }

    /** The replica protects: by this node's decision, or by a view. */
    void protect() {
        context.lifeline().say(Lifeline.PROTECTED);
        phase = Phase.DONE;
    }

    /** The replica follows this epoch's log, and stands there in it. */
    void onReplicaPositions(final WorkerPositions[] positions) {
        replicaFollows = true;
        replicaBehind = 0;
        for (final WorkerPositions position : positions) {
            replicaBehind = Math.max(replicaBehind, position.logged() - position.replayed());
        }
    }

    /** The replica said something. */
    void heard(final long nowNs) {
        if (monitor != null) {
            monitor.heard(nowNs);
        }
    }

    /** The replica has loaded the snapshot, or cannot use it. */
    void onSnapshotReport(final String snapshotFault) {
        if (!snapshotFault.isEmpty()) {
            fault = "it cannot use the snapshot: " + snapshotFault;
        } else if (phase == Phase.CATCHING_UP) {
            loaded = true;
        }
    }

    /** The replica's replay went another way. */
    void onDivergence(final DivergenceReport report) {
        fault = report.text();
    }

    /** Goes back to where the master was: without a replica, and with nothing held. Memory remains to be released. */
    void abandon() {
        context.lifeline().say(Lifeline.DISMISSED);
        context.lifeline().drop();
        if (isLogging()) {
            forwarding.endEpoch();
        } else {
            closeLogs();
        }
    }

    private void closeLogs() {
        for (int i = 0; i < openedLogs; i++) {
            logs[i].log().close();
        }
    }

    /** Gives back some of what only the snapshot needed; returns false if nothing is left. */
    boolean release() {
        if (snapshotStream != null) {
            snapshotStream.close();
            snapshotStream = null;
            return true;
        }
        return snapshot != null && snapshot.release();
    }

    /** Gives back all that only the snapshot needed, and closes logs that never came into use. */
    void close() {
        if (!isLogging()) {
            closeLogs();
        }
        while (release()) {
            // To the last.
        }
    }

    /** Judges the replica; the master's from the end of the join on. */
    PeerMonitor monitor() {
        return monitor;
    }

    /** Time that copies for the snapshot have taken within bursts since the last call. */
    long takeAsideNs() {
        return snapshot == null ? 0 : snapshot.takeAsideNs();
    }

    /** Processor time of them since the last call. */
    long takeAsideCpuNs() {
        return snapshot == null ? 0 : snapshot.takeAsideCpuNs();
    }

    /** For how long the mark kept the workers between two bursts. */
    long markTookNs() {
        return markTookNs;
    }

    /** Bytes of the state that is sent, zeros included; 0 as long as there is no snapshot. */
    long stateBytes() {
        return snapshot == null ? 0 : snapshot.stateBytes();
    }

    /** The snapshot, or null as long as there is none. */
    SnapshotSender snapshot() {
        return snapshot;
    }
}
