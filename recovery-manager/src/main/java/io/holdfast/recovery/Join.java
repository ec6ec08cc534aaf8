package io.holdfast.recovery;

import io.holdfast.log.JoinAnswer;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotWriter;
import io.holdfast.log.WorkerPositions;
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
 * <p>The mark is a burst boundary: the log epoch begins there, and the snapshot is the state as it was there
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
    private final DataPath path;
    private final JoinAnswer answer;
    private final int onlyWorker;
    private final long startNs;
    private Phase phase = Phase.OPENING;
    private LoggedProtection protection;
    private SnapshotWriter snapshotStream;
    private SnapshotSender snapshot;
    private PeerMonitor monitor;
    private boolean replicaFollows;
    private boolean loaded;
    private long replicaBehind = Long.MAX_VALUE;
    private long markNs;
    private long markTookNs;
    private long holdNs;
    private long holdFromBurst;
    private long notStalledNs;
    private String fault;

    Join(final NodeContext context, final DataPath path, final JoinAnswer answer, final long nowNs) {
        this.context = context;
        this.path = path;
        this.answer = answer;
        onlyWorker = path.runtime().worker();
        startNs = nowNs;
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
            case HOLDING -> protect();
            case DONE -> 0;
        };
    }

    private void checkLimits(final long nowNs) {
        if (protection.log().hasRoom()) {
            notStalledNs = nowNs;
        }
        if (nowNs - notStalledNs > STALL_LIMIT_NS) {
            fault = "it took no log for " + TimeUnit.NANOSECONDS.toMillis(STALL_LIMIT_NS)
                    + " ms, and kept this master from receiving";
        } else if (nowNs - markNs > CATCH_UP_LIMIT_NS) {
            fault = "it did not catch up within " + TimeUnit.NANOSECONDS.toSeconds(CATCH_UP_LIMIT_NS) + " s";
        } else if (phase == Phase.HOLDING && nowNs - holdNs > HOLD_LIMIT_NS) {
            fault = "it did not store what it had to within " + TimeUnit.NANOSECONDS.toMillis(HOLD_LIMIT_NS) + " ms";
        }
    }

    /** Opens one thing a turn: each takes its time. */
    private int open() {
        if (protection == null) {
            final int captureBytes = context.captureBytes();
            final RecordBuffer record = new RecordBuffer(captureBytes);
            record.identify(answer.view(), answer.masterIncarnation(), answer.epoch(), onlyWorker);
            protection = new LoggedProtection(
                    record,
                    new LogWriter(context.transport().openLogWriter(onlyWorker), record, captureBytes),
                    path.hold(),
                    path.access(),
                    path.stable(),
                    path.device());
            protection.letOutputsLeave();
            context.transport().doWork();
        } else if (snapshotStream == null) {
            snapshotStream = new SnapshotWriter(
                    context.transport().openSnapshotWriter(),
                    new SnapshotIdentity(answer.view(), answer.masterIncarnation(), answer.epoch()));
            context.transport().doWork();
        } else if (snapshot == null) {
            snapshot = new SnapshotSender(
                    path.runtime().pieces(), snapshotStream, context.faults().snapshot(), context.nanoClock());
        } else if (!snapshot.prepare()) {
            phase = Phase.CONNECTING;
        }
        return 1;
    }

    private int connect(final long nowNs) {
        final boolean connected = context.lifeline().isConnected();
        if (monitor == null && connected) {
            monitor = new PeerMonitor(context.settings().failover().heartbeatTimeoutNs(), context.lifeline(), nowNs);
        }
        if (connected && replicaFollows && protection.log().isConnected() && snapshotStream.isConnected()) {
            mark(nowNs);
            return 1;
        }
        if (nowNs - startNs > CONNECT_LIMIT_NS) {
            fault = "it did not connect within " + TimeUnit.NANOSECONDS.toSeconds(CONNECT_LIMIT_NS) + " s"
                    + (connected
                            ? ""
                            : "; no lifeline: TCP " + context.settings().self().text() + " must be reachable")
                    + (protection.log().isConnected()
                            ? ""
                            : "; no log stream: UDP port "
                                    + context.settings().peer().logPort() + " of the peer must be reachable");
        }
        return 0;
    }

    /** Between two bursts: the one before is in the snapshot, the one behind is the epoch's first. */
    private void mark(final long nowNs) {
        final long startNs = context.nanoClock().nanoTime();
        path.stable().reset(0);
        path.hold().startEpoch();
        path.access().startEpoch();
        path.access().watch(snapshot);
        snapshot.mark(path.runtime().clock().timeNs());
        path.worker().protect(protection);
        markTookNs = context.nanoClock().nanoTime() - startNs;
        markNs = nowNs;
        notStalledNs = nowNs;
        phase = Phase.SENDING;
    }

    private int send() {
        final int work = snapshot.send();
        if (snapshot.isComplete()) {
            path.access().watch(StateWatch.NONE);
            phase = Phase.CATCHING_UP;
        }
        return work;
    }

    private int holdWhenClose(final long nowNs) {
        if (loaded && replicaBehind <= CLOSE_BURSTS && protection.loggedBurst() - storedBurst() <= CLOSE_BURSTS) {
            protection.holdOutputs();
            holdFromBurst = protection.loggedBurst();
            holdNs = nowNs;
            phase = Phase.HOLDING;
            return 1;
        }
        return 0;
    }

    private int protect() {
        if (storedBurst() < holdFromBurst) {
            return 0;
        }
        context.lifeline().say(Lifeline.PROTECTED);
        phase = Phase.DONE;
        return 1;
    }

    private long storedBurst() {
        return path.stable().get(onlyWorker);
    }

    /** The replica follows this epoch's log, and stands there in it. */
    void onReplicaPosition(final WorkerPositions position) {
        replicaFollows = true;
        replicaBehind = position.logged() - position.replayed();
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
    void onDivergence(final long burst) {
        fault = "DIVERGENCE: its replay of burst " + burst + " of worker " + onlyWorker + " differs";
    }

    /** Goes back to where the master was: without a replica, and with nothing held. Memory remains to be released. */
    void abandon() {
        context.lifeline().say(Lifeline.DISMISSED);
        context.lifeline().drop();
        path.unprotect();
        if (protection != null) {
            protection.releaseAll();
            protection.log().close();
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

    /** Gives back all that only the snapshot needed. */
    void close() {
        while (release()) {
            // To the last.
        }
    }

    /** The log that was begun; the master's from the end of the join on. */
    LoggedProtection protection() {
        return protection;
    }

    /** Judges the replica; the master's from the end of the join on. */
    PeerMonitor monitor() {
        return monitor;
    }

    /** Time that copies for the snapshot have taken within bursts since the last call. */
    long takeAsideNs() {
        return snapshot == null ? 0 : snapshot.takeAsideNs();
    }

    /** For how long the mark kept the worker between two bursts. */
    long markTookNs() {
        return markTookNs;
    }

    /** The snapshot, or null as long as there is none. */
    SnapshotSender snapshot() {
        return snapshot;
    }
}
