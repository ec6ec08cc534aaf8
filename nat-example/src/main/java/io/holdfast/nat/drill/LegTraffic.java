package io.holdfast.nat.drill;

import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.TrafficProgress;
import io.holdfast.nat.traffic.TrafficSettings;

/** The traffic of a leg: awaited at its beginning and end, and shown meanwhile. Single-threaded. */
final class LegTraffic {
    private static final long POLL_MS = 50;
    private static final long CONNECTIONS_TIMEOUT_MS = 20_000;
    private static final long STOP_MARGIN_MS = 10_000;
    /** Standing flows that are used in a millisecond, at the least. */
    private static final int STANDING_PER_MS = 4;

    private final Traffic traffic;
    private final TrafficSettings mix;
    private final Progress progress;

    LegTraffic(final Traffic traffic, final TrafficSettings mix, final Progress progress) {
        this.traffic = traffic;
        this.mix = mix;
        this.progress = progress;
    }

    /** Waits until all long-lived connections are open. */
    void awaitConnections() {
        progress.phase("opening connections");
        final int wanted = mix.longLived() + mix.standingFlows();
        final long limitMs = CONNECTIONS_TIMEOUT_MS + mix.standingFlows() / STANDING_PER_MS;
        final boolean allOpen = Deadline.inMs(limitMs).await(POLL_MS, () -> {
            final TrafficProgress now = traffic.progress();
            progress.detail(now.established() + " of " + wanted);
            return now.broken() > 0 || now.established() >= wanted;
        });
        final TrafficProgress now = traffic.progress();
        if (!allOpen || now.established() < wanted) {
            throw new LabException("the connections could not be opened: " + now.established() + " of " + wanted
                    + " are open, " + now.broken() + " flows broke");
        }
    }

    /** Lets time pass, and shows how the flows do. */
    void runUntil(final long deadlineNs, final String until) {
        new Deadline(deadlineNs).await(POLL_MS, () -> {
            final TrafficProgress now = traffic.progress();
            progress.detail(String.format(
                    "%s%.1f s; %d flows, %,d messages, %d broken",
                    until, (deadlineNs - System.nanoTime()) / 1e9, now.open(), now.messages(), now.broken()));
            return false;
        });
    }

    /** Closes all flows in order; what both ends saw. */
    Traffic.Reports finish() {
        progress.phase("closing connections");
        traffic.beginStop();
        if (!Deadline.inMs(2L * mix.stallLimitMs() + STOP_MARGIN_MS + mix.standingFlows() / STANDING_PER_MS)
                .await(POLL_MS, traffic::isStopped)) {
            throw new LabException("the client did not close its connections in time");
        }
        progress.phase("counting");
        return traffic.reports();
    }
}
