package io.holdfast.recovery;

import java.util.concurrent.TimeUnit;

/**
 * How a pair finds together, how it notices a failure, and what a take-over sends. Times are in milliseconds.
 *
 * @param heartbeatIntervalMs between two heartbeats of a node
 * @param heartbeatTimeoutMs without a heartbeat after which the peer counts as failed
 * @param startupListenMs for which the first member listens for a master before it becomes one
 * @param replicaWaitMs for which a new master waits for a replica before it forwards unprotected; 0 for ever
 * @param joinTimeoutMs without hearing of a master, after which a node that looks for one gives up; 0 for never
 * @param resends whether a take-over sends again what the old master may not have released ({@code takeover.resend})
 */
public record FailoverSettings(
        int heartbeatIntervalMs,
        int heartbeatTimeoutMs,
        int startupListenMs,
        int replicaWaitMs,
        int joinTimeoutMs,
        boolean resends) {
    public static final IntegerSetting HEARTBEAT_INTERVAL_MS =
            IntegerSetting.of("failover.heartbeatIntervalMs", 10, 1, 10_000, "milliseconds between two heartbeats");
    public static final IntegerSetting HEARTBEAT_TIMEOUT_MS = IntegerSetting.of(
            "failover.heartbeatTimeoutMs", 1000, 5, 60_000, "milliseconds of silence after which the peer has failed");
    public static final IntegerSetting STARTUP_LISTEN_MS = IntegerSetting.of(
            "failover.startupListenMs", 1000, 0, 60_000, "milliseconds to listen for a master before becoming one");
    public static final IntegerSetting REPLICA_WAIT_MS = IntegerSetting.of(
            "failover.replicaWaitMs",
            30_000,
            0,
            3_600_000,
            "milliseconds to wait for a replica before forwarding unprotected, 0 for ever");
    public static final IntegerSetting JOIN_TIMEOUT_MS = IntegerSetting.of(
            "failover.joinTimeoutMs", 60_000, 0, 3_600_000, "milliseconds to look for a master, 0 for ever");

    /** Settings of a pair that sends nothing again. */
    public FailoverSettings(
            final int heartbeatIntervalMs,
            final int heartbeatTimeoutMs,
            final int startupListenMs,
            final int replicaWaitMs,
            final int joinTimeoutMs) {
        this(heartbeatIntervalMs, heartbeatTimeoutMs, startupListenMs, replicaWaitMs, joinTimeoutMs, false);
    }

    public long heartbeatIntervalNs() {
        return TimeUnit.MILLISECONDS.toNanos(heartbeatIntervalMs);
    }

    public long heartbeatTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(heartbeatTimeoutMs);
    }

    public long startupListenNs() {
        return TimeUnit.MILLISECONDS.toNanos(startupListenMs);
    }

    /** Long.MAX_VALUE for ever. */
    public long replicaWaitNs() {
        return replicaWaitMs == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(replicaWaitMs);
    }

    /** Long.MAX_VALUE for ever. */
    public long joinTimeoutNs() {
        return joinTimeoutMs == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(joinTimeoutMs);
    }
}
