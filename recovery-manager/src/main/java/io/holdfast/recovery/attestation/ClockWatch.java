package io.holdfast.recovery.attestation;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * Tells whether the wall clock goes on as the monotonic one does. One that has jumped counts as unsteady until it has gone on
 * well for ten seconds. Used by the attestations' thread.
 */
public final class ClockWatch {
    static final long SETTLING_NS = TimeUnit.SECONDS.toNanos(10);

    private final NanoClock nanoClock;
    private final EpochNanoClock epochClock;
    private final long limitNs;
    private long offsetNs;
    private long jumpedNs;
    private boolean hasJumped;

    /** @param limitMs by which the wall clock may be set between two looks */
    public ClockWatch(final NanoClock nanoClock, final EpochNanoClock epochClock, final int limitMs) {
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        limitNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
        offsetNs = epochClock.nanoTime() - nanoClock.nanoTime();
    }

    /** Looks at both clocks. */
    public boolean isSteady() {
        final long nowNs = nanoClock.nanoTime();
        final long newOffsetNs = epochClock.nanoTime() - nowNs;
        if (Math.abs(newOffsetNs - offsetNs) > limitNs) {
            hasJumped = true;
            jumpedNs = nowNs;
        }
        offsetNs = newOffsetNs;
        return !hasJumped || nowNs - jumpedNs > SETTLING_NS;
    }
}
