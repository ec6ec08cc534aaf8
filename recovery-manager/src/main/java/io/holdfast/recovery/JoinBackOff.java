package io.holdfast.recovery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How long a node waits before it tries to join again: twice as long for each join that failed in the last minute, so
 * that a pair that cannot agree does not spend its time on snapshots. That makes some ten tries a minute at most.
 */
final class JoinBackOff {
    private static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long FIRST_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_DELAY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_DOUBLINGS = 7;

    private final Deque<Long> failures = new ArrayDeque<>();
    private long totalCount;

    /** Notes a join that came to nothing; returns how long to wait. */
    long failed(final long nowNs) {
        while (!failures.isEmpty() && nowNs - failures.peek() > WINDOW_NS) {
            failures.remove();
        }
        final int doublings = Math.min(failures.size(), MAX_DOUBLINGS);
        failures.add(nowNs);
        totalCount++;
        return Math.min(LONGEST_DELAY_NS, FIRST_DELAY_NS << doublings);
    }

    /** Joins that came to nothing, since the start. */
    long totalCount() {
        return totalCount;
    }
}
