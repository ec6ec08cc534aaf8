package io.holdfast.nat.command;

import io.holdfast.log.Transport;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.recovery.NodeFaults;
import io.holdfast.recovery.SnapshotFault;
import io.holdfast.recovery.canary.DelayedLogTransport;
import io.holdfast.release.ReleaseCheck;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Faults that a test switches on to see that it would notice them; none in a normal run.
 *
 * <p>{@code -Dholdfast.canary=release-early}: outputs leave before their records are stable, and records leave late.
 * {@code -Dholdfast.canary=late-log}: records leave late, which must break nothing.
 * {@code -Dholdfast.canary=stale-snapshot}: what changes while a snapshot is sent is not kept as it was.
 *
 * @param ofNode of the node itself
 * @param logDelayNs by which records leave late
 */
record TestFaults(NodeFaults ofNode, long logDelayNs) {
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    static TestFaults fromSystemProperties() {
        final String canary = System.getProperty("holdfast.canary", "");
        return switch (canary) {
            case "" -> new TestFaults(NodeFaults.NONE, 0);
            case "late-log" -> new TestFaults(NodeFaults.NONE, LATE_NS);
            case "release-early" ->
                new TestFaults(new NodeFaults((vectors, index, stable) -> true, SnapshotFault.NONE), LATE_NS);
            case "stale-snapshot" -> new TestFaults(new NodeFaults(ReleaseCheck.WHEN_STABLE, piece -> true), 0);
            default ->
                throw new CommandFailure(
                        "holdfast.canary must be late-log, release-early or stale-snapshot: " + canary);
        };
    }

    Transport wrap(final Transport transport) {
        return logDelayNs == 0 ? transport : new DelayedLogTransport(transport, logDelayNs, SystemNanoClock.INSTANCE);
    }
}
