package io.holdfast.recovery.view;

import java.util.concurrent.TimeUnit;

/**
 * Patience that grows: after something has happened again and again, how long it is to wait before the next time.
 *
 * <p>The first time within a minute costs nothing, the second half a second, and each further one twice as much, eight
 * seconds at most. So what keeps changing back and forth, because a machine is too busy or a cable loose, does so ever
 * more seldom; what happens once is dealt with at once. By the node's thread.
 */
final class Hysteresis {
    private static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_DOUBLINGS = 4;
    private static final long MEMORY_NS = TimeUnit.MINUTES.toNanos(1);

    private int count;
    private long lastNs;
    private long untilNs;

    /** It has happened. */
    void happened(final long nowNs) {
        count = count > 0 && nowNs - lastNs < MEMORY_NS ? count + 1 : 1;
        lastNs = nowNs;
        untilNs = count == 1 ? nowNs : nowNs + (FIRST_NS << Math.min(count - 2, MOST_DOUBLINGS));
    }

    /** Whether it may happen again. */
    boolean isOver(final long nowNs) {
        return count == 0 || untilNs - nowNs <= 0;
    }
}
