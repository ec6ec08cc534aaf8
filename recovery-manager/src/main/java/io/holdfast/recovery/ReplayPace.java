package io.holdfast.recovery;

import java.util.concurrent.TimeUnit;

/**
 * Says when a replica replays: always, or ({@code replay: lazy}) when records have piled up for a set time, half a store is
 * full, or a stream takes no more; then until all stores are empty.
 *
 * <p>Lazy replay does its work in one go, with warm caches, and leaves the thread alone in between; what has piled up is
 * what a take-over must replay first.
 *
 * <p>The node's thread looks; all workers ask.
 */
final class ReplayPace {
    private static final int FULL_FRACTION = 2;

    private final ReplicaLog log;
    private final long delayNs;
    private final int limitBytes;
    private volatile boolean mayReplay = true;
    private boolean isHurried;
    private long sinceNs;
    private boolean isPiling;
    private long pileCount;

    ReplayPace(final ReplicaLog log, final LogSettings settings) {
        this.log = log;
        delayNs = TimeUnit.MILLISECONDS.toNanos(settings.replayDelayMs());
        limitBytes = settings.storeBytes() / FULL_FRACTION;
    }

    /** Whether records are to be replayed now; any worker's thread may ask. */
    boolean mayReplay() {
        return mayReplay;
    }

    /** Looks at what has piled up; the node's thread, once a turn. */
    void look(final long nowNs) {
        if (delayNs == 0 || isHurried) {
            return;
        }
        final int bytes = mostBytes();
        if (mayReplay) {
            mayReplay = bytes > 0;
            isPiling = false;
        } else if (!isPiling && bytes > 0) {
            isPiling = true;
            sinceNs = nowNs;
        } else if (isPiling && (nowNs - sinceNs >= delayNs || bytes >= limitBytes || isAnyFull())) {
            pileCount++;
            mayReplay = true;
        }
    }

    private int mostBytes() {
        int most = 0;
        for (int worker = 0; worker < log.workers(); worker++) {
            most = Math.max(most, log.records(worker).sizeBytes());
        }
        return most;
    }

    private boolean isAnyFull() {
        boolean isAnyFull = false;
        for (int worker = 0; worker < log.workers(); worker++) {
            isAnyFull |= log.isFull(worker);
        }
        return isAnyFull;
    }

    /** From here on everything is replayed at once. */
    void hurry() {
        isHurried = true;
        mayReplay = true;
    }

    /** Piles that were replayed. */
    long pileCount() {
        return pileCount;
    }
}
