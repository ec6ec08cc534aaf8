package io.holdfast.perf.bench;

import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.report.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What arrived around a kill: every packet's time of arrival and of sending, looked at when all is over.
 *
 * <p>Nothing is decided while packets arrive: the thread that kills may hear of the kill's end, and tell its time, long
 * after the first packet came through the new master. Fed by the generator's thread; the kill comes from another one;
 * read when both are done.
 */
final class FailoverTrace implements GoodPacketListener {
    private static final double NS_PER_MS = 1e6;
    private static final int BEFORE_MS = 50;
    private static final int AFTER_MS = 200;

    private final LongSupplier clock;
    private final long[] arrivalNs;
    private final long[] sentNs;
    private int size;
    private volatile long killedNs = Long.MIN_VALUE;

    /**
     * @param clock times of arrival, as {@code System.nanoTime}
     * @param capacity packets at most; later ones are not looked at
     */
    FailoverTrace(final LongSupplier clock, final int capacity) {
        this.clock = clock;
        arrivalNs = new long[capacity];
        sentNs = new long[capacity];
    }

    @Override
    public void onGood(final long stampNs) {
        if (size < arrivalNs.length) {
            arrivalNs[size] = clock.getAsLong();
            sentNs[size++] = stampNs;
        }
    }

    /** The kill has happened, at a time of {@code System.nanoTime}. */
    void killedAt(final long ns) {
        killedNs = ns;
    }

    long killedNs() {
        return killedNs;
    }

    /** From the kill to the arrival of the first packet that was to be sent after it; NaN if none has come. */
    double firstPacketMs() {
        for (int i = 0; i < size; i++) {
            if (sentNs[i] >= killedNs && arrivalNs[i] >= killedNs) {
                return (arrivalNs[i] - killedNs) / NS_PER_MS;
            }
        }
        return Double.NaN;
    }

    /** Longest time without any packet, from the kill on. */
    double silenceMs() {
        long longestNs = 0;
        long lastNs = killedNs;
        for (int i = 0; i < size; i++) {
            if (arrivalNs[i] >= killedNs) {
                longestNs = Math.max(longestNs, arrivalNs[i] - lastNs);
                lastNs = arrivalNs[i];
            }
        }
        return longestNs / NS_PER_MS;
    }

    /** Curves for the plots of this kill. */
    List<Curve> curves(final String name) {
        final int[] count = new int[BEFORE_MS + AFTER_MS];
        final long[] maxLatencyNs = new long[BEFORE_MS + AFTER_MS];
        for (int i = 0; i < size; i++) {
            final int bin = BEFORE_MS + (int) Math.floorDiv(arrivalNs[i] - killedNs, (long) NS_PER_MS);
            if (bin >= 0 && bin < count.length) {
                count[bin]++;
                maxLatencyNs[bin] = Math.max(maxLatencyNs[bin], arrivalNs[i] - sentNs[i]);
            }
        }
        final List<Double> ms = new ArrayList<>();
        final List<Double> packets = new ArrayList<>();
        final List<Double> latency = new ArrayList<>();
        for (int bin = 0; bin < count.length; bin++) {
            ms.add((double) bin - BEFORE_MS);
            packets.add((double) count[bin]);
            latency.add(maxLatencyNs[bin] / NS_PER_MS);
        }
        return List.of(
                new Curve("Packets around the kill", name, "ms after the kill", "packets per ms", ms, packets),
                new Curve("Longest latency around the kill", name, "ms after the kill", "ms", ms, latency));
    }
}
