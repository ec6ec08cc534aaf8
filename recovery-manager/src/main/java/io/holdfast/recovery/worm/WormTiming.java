package io.holdfast.recovery.worm;

import java.util.concurrent.TimeUnit;

/**
 * How patient a client is.
 *
 * @param retryNs after which a request that was not answered is sent again
 * @param backOffNs longest first wait of an attempt that was pushed aside; doubles with each further one
 * @param mostBackOffNs longest wait at all
 * @param pollNs between two looks of a listener, in case a notice was lost
 */
public record WormTiming(long retryNs, long backOffNs, long mostBackOffNs, long pollNs) {
    public static final WormTiming DEFAULT = new WormTiming(
            TimeUnit.MILLISECONDS.toNanos(5),
            TimeUnit.MILLISECONDS.toNanos(2),
            TimeUnit.MILLISECONDS.toNanos(50),
            TimeUnit.MILLISECONDS.toNanos(100));

    public WormTiming {
        if (retryNs <= 0 || backOffNs <= 0 || mostBackOffNs < backOffNs || pollNs <= 0) {
            throw new IllegalArgumentException("times must be above 0, and mostBackOffNs not below backOffNs: "
                    + retryNs + ", " + backOffNs + ", " + mostBackOffNs + ", " + pollNs);
        }
    }
}
