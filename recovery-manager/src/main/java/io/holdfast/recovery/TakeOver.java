package io.holdfast.recovery;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How a replica becomes master, step by step.
 *
 * <pre>
 *   SEALING: what is under way is stored, nothing is acknowledged ─► TO_THE_LINE: replay ─► GOING_LIVE ─► DONE
 * </pre>
 *
 * <p>Until all workers stand at the recovery line nothing is sent, and the old master, should it live, has not been
 * told: a replica that turns out to differ can still leave things as they are. What is not stored in time was not
 * acknowledged, so nothing was released that depends on it.
 *
 * <p>Used by the node's thread.
 */
final class TakeOver {
    /** Where a take-over stands. */
    enum Step {
        SEALING,
        TO_THE_LINE,
        GOING_LIVE,
        DONE
    }

    private static final int STORE_LIMIT = 64;
    /** Turns without a message after which a dead master's streams count as read to their end, as far as there is room. */
    private static final int SEAL_IDLE_TURNS = 3;
    /** Longest that streams are read, should somebody go on sending. */
    private static final long SEAL_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final NodeContext context;
    private final ReplicaLog log;
    private final Replaying replaying;
    private final String detection;
    private final long detectedNs;
    private final BooleanSupplier mayGoLive;
    private Step step = Step.SEALING;
    private int idleTurns;
    private boolean isSealing;
    private long sealUntilNs;
    private final long begunNs;
    private long sealedNs;
    private long lineNs;
    private long decidedNs;
    private long replayedNs;

    /**
     * Begins.
     *
     * @param detection how the master's failure was noticed
     * @param detectedNs when it was; what came of it began later
     * @param mayGoLive whether this node is master; until then it goes to the line and waits there
     */
    TakeOver(
            final NodeContext context,
            final ReplicaLog log,
            final Replaying replaying,
            final String detection,
            final long detectedNs,
            final BooleanSupplier mayGoLive) {
        this.context = context;
        this.log = log;
        this.replaying = replaying;
        this.detection = detection;
        this.detectedNs = detectedNs;
        this.mayGoLive = mayGoLive;
        begunNs = context.nanoClock().nanoTime();
    }

    /** One turn; returns the work done. */
    int doWork(final long nowNs) {
        final int work = context.team().doWork();
        if (replaying.divergence() != null) {
            throw new NodeFailure(
                    "DIVERGENCE: " + replaying.divergence().getMessage() + "; this replica cannot take over");
        }
        noteSteps(nowNs);
        return work
                + switch (step) {
                    case SEALING -> seal(nowNs, work);
                    case TO_THE_LINE -> awaitLine(nowNs);
                    case GOING_LIVE -> awaitLive();
                    case DONE -> 0;
                };
    }

    private void noteSteps(final long nowNs) {
        if (lineNs == 0 && stands()) {
            lineNs = nowNs;
        }
        if (decidedNs == 0 && mayGoLive.getAsBoolean()) {
            decidedNs = nowNs;
        }
    }

    private int seal(final long nowNs, final int replayed) {
        if (!isSealing) {
            isSealing = true;
            sealUntilNs = nowNs + SEAL_LIMIT_NS;
        }
        final int work = log.store(STORE_LIMIT);
        idleTurns = work + replayed == 0 ? idleTurns + 1 : 0;
        if (idleTurns >= SEAL_IDLE_TURNS || nowNs - sealUntilNs >= 0) {
            replaying.order().sealStreams();
            sealedNs = nowNs;
            step = Step.TO_THE_LINE;
        }
        return work;
    }

    private int awaitLine(final long nowNs) {
        if (!context.rules().mayGoLive(replaying.order().allStand(), mayGoLive.getAsBoolean())) {
            return 0;
        }
        replayedNs = nowNs;
        context.lifeline().say(Lifeline.TOOK_OVER);
        context.lifeline().drop();
        replaying.order().letGoLive();
        step = Step.GOING_LIVE;
        return 1;
    }

    private int awaitLive() {
        if (context.rules().mayForward(replaying.isDone())) {
            step = Step.DONE;
        }
        return 1;
    }

    /** Whether all workers stand at the recovery line, or are beyond it. */
    boolean stands() {
        return step != Step.SEALING && replaying.order().allStand();
    }

    Step step() {
        return step;
    }

    TakeoverTimes times() {
        return new TakeoverTimes(detection, detectedNs, begunNs, sealedNs, lineNs, decidedNs, replayedNs);
    }
}
