package io.holdfast.element;

/**
 * The logged time: one reading per burst, the same on the master and in replay.
 *
 * <p>Nanoseconds of the epoch, never going back. Set by the worker before each burst; elements only read it.
 */
public final class BurstClock {
    private long timeNs;

    public long timeNs() {
        return timeNs;
    }

    /** Moves the clock; a time before the present one leaves it unchanged. Called by the worker, between bursts. */
    public void advanceTo(final long newTimeNs) {
        timeNs = Math.max(timeNs, newTimeNs);
    }
}
