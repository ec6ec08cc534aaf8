package io.holdfast.nat.lab;

import io.holdfast.nat.traffic.TrafficClient;
import io.holdfast.nat.traffic.TrafficProgress;
import io.holdfast.nat.traffic.TrafficServer;
import java.io.IOException;

/**
 * Client and server on the built-in hosts.
 *
 * <p>{@link #doWork} belongs to the embedded network's thread, the rest to the lab's user; they meet in the volatile
 * fields.
 */
final class EmbeddedTraffic implements Traffic {
    private static final long PROGRESS_INTERVAL_NS = 100_000_000;

    private final TrafficClient client;
    private final TrafficServer server;
    private long progressNs = System.nanoTime();
    private volatile TrafficProgress progress = TrafficProgress.NONE;
    private volatile boolean stopRequested;
    private volatile Exception failure;
    private volatile Reports reports;

    EmbeddedTraffic(final TrafficClient client, final TrafficServer server) {
        this.client = client;
        this.server = server;
    }

    /** One turn of both ends. */
    int doWork() {
        if (reports != null || failure != null) {
            return 0;
        }
        try {
            if (stopRequested) {
                client.stop();
            }
            final int work = client.doWork(0) + server.doWork(0);
            final long nowNs = System.nanoTime();
            if (nowNs - progressNs > PROGRESS_INTERVAL_NS) {
                progressNs = nowNs;
                progress = client.progress();
            }
            if (client.isFinished()) {
                reports = new Reports(client.report(), server.report());
            }
            return work;
        } catch (final IOException | RuntimeException e) {
            failure = e;
            return 0;
        }
    }

    @Override
    public TrafficProgress progress() {
        requireSound();
        return progress;
    }

    @Override
    public void beginStop() {
        stopRequested = true;
    }

    @Override
    public boolean isStopped() {
        requireSound();
        return reports != null;
    }

    @Override
    public Reports reports() {
        requireSound();
        if (reports == null) {
            throw new LabException("the traffic has not stopped yet");
        }
        return reports;
    }

    @Override
    public void close() {
        // The thread belongs to the network.
    }

    private void requireSound() {
        final Exception seen = failure;
        if (seen != null) {
            throw new LabException("the traffic failed: " + seen, seen);
        }
    }
}
