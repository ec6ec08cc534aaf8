package io.holdfast.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts of one queue pair, for the authors of ports.
 *
 * <p>Written by the worker that owns the queue, read by any thread. Each count is an opaque long: a reader sees every
 * count grow, though not all of them at the same instant.
 */
public final class PortCounters {
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int RECEIVED_PACKETS = 0;
    private static final int RECEIVED_BYTES = 1;
    private static final int TRANSMITTED_PACKETS = 2;
    private static final int TRANSMITTED_BYTES = 3;
    private static final int RECEIVE_ERRORS = 4;
    private static final int TRANSMIT_DROPS = 5;
    private static final int NO_BUFFER = 6;
    private static final int COPIED_PACKETS = 7;
    private static final int COUNTS = 8;
    /** A cache line before the counts and one after, so that two queues' counts never share one. */
    private static final int PADDING = 8;

    private final long[] counts = new long[PADDING + COUNTS + PADDING];

    public void received(final int packets, final long bytes) {
        add(RECEIVED_PACKETS, packets);
        add(RECEIVED_BYTES, bytes);
    }

    public void transmitted(final int packets, final long bytes) {
        add(TRANSMITTED_PACKETS, packets);
        add(TRANSMITTED_BYTES, bytes);
    }

    public void receiveErrors(final int packets) {
        add(RECEIVE_ERRORS, packets);
    }

    public void transmitDrops(final int packets) {
        add(TRANSMIT_DROPS, packets);
    }

    public void noBuffer(final int receptions) {
        add(NO_BUFFER, receptions);
    }

    public void copied(final int packets) {
        add(COPIED_PACKETS, packets);
    }

    /** Adds up the queues of a port; the device itself has missed nothing. */
    public static PortStatistics sum(final PortCounters... queues) {
        final long[] sums = new long[COUNTS];
        for (final PortCounters queue : queues) {
            for (int i = 0; i < COUNTS; i++) {
                sums[i] += (long) COUNT.getOpaque(queue.counts, PADDING + i);
            }
        }
        return new PortStatistics(
                sums[RECEIVED_PACKETS],
                sums[RECEIVED_BYTES],
                sums[TRANSMITTED_PACKETS],
                sums[TRANSMITTED_BYTES],
                0,
                sums[RECEIVE_ERRORS],
                sums[TRANSMIT_DROPS],
                sums[NO_BUFFER],
                sums[COPIED_PACKETS]);
    }

    private void add(final int count, final long amount) {
        COUNT.setOpaque(counts, PADDING + count, counts[PADDING + count] + amount);
    }
}
