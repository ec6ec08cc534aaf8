package io.holdfast.recovery.order;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what may take long, such as a record that is still to come: lets others have the core for a while, and then
 * sleeps. A wait that follows another one at once counts as the same.
 *
 * <p>Of one thread.
 */
public final class PatientWaiting implements Waiting {
    private static final int YIELDS = 100;
    private static final long SLEEP_NS = 20_000;
    /** Between two pauses of one wait there is next to nothing. */
    private static final long SAME_WAIT_NS = 2_000;

    private final Waiting yielding;
    private int pauses;
    private long lastNs;

    /** Begins as another one, which may end the wait. */
    public PatientWaiting(final Waiting yielding) {
        this.yielding = yielding;
    }

    @Override
    public void pause() {
        pauses = System.nanoTime() - lastNs > SAME_WAIT_NS ? 1 : pauses + 1;
        yielding.pause();
        if (pauses > YIELDS) {
            LockSupport.parkNanos(SLEEP_NS);
        }
        lastNs = System.nanoTime();
    }
}
