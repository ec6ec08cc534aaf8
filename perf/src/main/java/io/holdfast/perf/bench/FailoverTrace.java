package io.holdfast.perf.bench;

import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.report.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * What arrived around a kill: packets and their latency by millisecond, and the first that was sent after it.
 *
 * <p>Fed by the generator's thread; the kill comes from another one; read when both are done.
 */
final class FailoverTrace implements GoodPacketListener {
    private static final int BINS = 60_000;
    private static final double NS_PER_MS = 1e6;
    private static final int BEFORE_MS = 50;
    private static final int AFTER_MS = 200;

    private final long beginNs = System.nanoTime();
    private final int[] count = new int[BINS];
    private final long[] maxLatencyNs = new long[BINS];
    private volatile long killedNs = Long.MAX_VALUE;
    private long lastNs;
    private long silenceNs;
    private long firstAfterNs;

    @Override
    public void onGood(final long stampNs) {
        final long nowNs = System.nanoTime();
        final int bin = (int) Math.min(BINS - 1, (nowNs - beginNs) / (long) NS_PER_MS);
        count[bin]++;
        maxLatencyNs[bin] = Math.max(maxLatencyNs[bin], nowNs - stampNs);
        if (killedNs != Long.MAX_VALUE && nowNs >= killedNs) {
            silenceNs = Math.max(silenceNs, nowNs - Math.max(lastNs, killedNs));
            if (firstAfterNs == 0 && stampNs >= killedNs) {
                firstAfterNs = nowNs;
            }
        }
        lastNs = nowNs;
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
        return firstAfterNs == 0 ? Double.NaN : (firstAfterNs - killedNs) / NS_PER_MS;
    }

    /** Longest time without any packet, from the kill on. */
    double silenceMs() {
        return silenceNs / NS_PER_MS;
    }

    /** Curves for the plots of this kill. */
    List<Curve> curves(final String name) {
        final int kill = (int) ((killedNs - beginNs) / (long) NS_PER_MS);
        final List<Double> ms = new ArrayList<>();
        final List<Double> packets = new ArrayList<>();
        final List<Double> latency = new ArrayList<>();
        for (int bin = Math.max(0, kill - BEFORE_MS); bin < Math.min(BINS, kill + AFTER_MS); bin++) {
            ms.add((double) bin - kill);
            packets.add((double) count[bin]);
            latency.add(maxLatencyNs[bin] / NS_PER_MS);
        }
        return List.of(
                new Curve("Packets around the kill", name, "ms after the kill", "packets per ms", ms, packets),
                new Curve("Longest latency around the kill", name, "ms after the kill", "ms", ms, latency));
    }
}
