package io.holdfast.nat.command;

import io.holdfast.log.Transport;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.recovery.canary.DelayedLogTransport;
import io.holdfast.release.ReleaseCheck;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Faults that a test switches on to see that it would notice them; none in a normal run.
 *
 * <p>{@code -Dholdfast.canary=release-early}: outputs leave before their records are stable, and records leave late.
 * {@code -Dholdfast.canary=late-log}: records leave late, which must break nothing.
 *
 * @param releaseCheck that the hold queues obey
 * @param logDelayNs by which records leave late
 */
record TestFaults(ReleaseCheck releaseCheck, long logDelayNs) {
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    static TestFaults fromSystemProperties() {
        final String canary = System.getProperty("holdfast.canary", "");
        return switch (canary) {
            case "" -> new TestFaults(ReleaseCheck.WHEN_STABLE, 0);
            case "late-log" -> new TestFaults(ReleaseCheck.WHEN_STABLE, LATE_NS);
            case "release-early" -> new TestFaults((vectors, index, stable) -> true, LATE_NS);
            default -> throw new CommandFailure("holdfast.canary must be late-log or release-early: " + canary);
        };
    }

    Transport wrap(final Transport transport) {
        return logDelayNs == 0 ? transport : new DelayedLogTransport(transport, logDelayNs, SystemNanoClock.INSTANCE);
    }
}
