package io.holdfast.nat.traffic;

import java.io.IOException;

/**
 * One flow of the client: it acts at regular ticks, and keeps the times of what happened to it.
 *
 * <p>All methods are called by the client's thread.
 */
abstract class ClientFlow implements Comparable<ClientFlow> {
    final long flow;
    final FlowKind kind;
    final TrafficClient client;

    private final long tickIntervalNs;
    private long nextTickNs;
    private long openedNs;
    private long establishedNs = FlowRecord.NEVER;
    private long progressNs = FlowRecord.NEVER;
    private long finishedNs = FlowRecord.NEVER;
    private long failedNs = FlowRecord.NEVER;
    private String failure;
    private long messages;

    ClientFlow(final long flow, final FlowKind kind, final TrafficClient client, final int tickIntervalMs) {
        this.flow = flow;
        this.kind = kind;
        this.client = client;
        this.tickIntervalNs = tickIntervalMs * 1_000_000L;
    }

    /** Opens the flow; ticks follow from one interval later on. */
    final void open(final long nowNs) {
        openedNs = nowNs;
        nextTickNs = nowNs + tickIntervalNs;
        try {
            start();
        } catch (final IOException | RuntimeException e) {
            fail("could not be opened: " + e.getMessage());
        }
    }

    /** Acts; the next tick is an interval after this one was due, or after now if that has passed too. */
    final void tick(final long nowNs) {
        nextTickNs = Math.max(nextTickNs, nowNs - tickIntervalNs) + tickIntervalNs;
        act(nowNs);
    }

    abstract void start() throws IOException;

    /** Does what is due: send, check for a stall, close. */
    abstract void act(long nowNs);

    /** Gives up what the flow holds, after a failure. */
    abstract void release();

    final void established(final long nowNs) {
        establishedNs = nowNs;
        progressNs = nowNs;
    }

    final void answered(final long nowNs, final long roundTripNs) {
        progressNs = nowNs;
        messages++;
        client.onAnswer(nowNs, roundTripNs);
    }

    final void finish(final long nowNs) {
        if (isActive()) {
            finishedNs = nowNs;
            client.onEnded(this);
        }
    }

    final void fail(final String reason) {
        if (isActive()) {
            failure = reason;
            failedNs = client.nowNs();
            release();
            client.onEnded(this);
        }
    }

    final boolean isActive() {
        return finishedNs == FlowRecord.NEVER && failure == null;
    }

    final boolean isEstablished() {
        return establishedNs != FlowRecord.NEVER;
    }

    final boolean isBroken() {
        return failure != null;
    }

    final long messages() {
        return messages;
    }

    final long openedNs() {
        return openedNs;
    }

    final long progressNs() {
        return progressNs;
    }

    final long nextTickNs() {
        return nextTickNs;
    }

    final FlowRecord record() {
        return new FlowRecord(flow, kind, openedNs, establishedNs, progressNs, finishedNs, failedNs, failure, messages);
    }

    @Override
    public final int compareTo(final ClientFlow other) {
        return Long.compare(nextTickNs - other.nextTickNs, 0);
    }
}
