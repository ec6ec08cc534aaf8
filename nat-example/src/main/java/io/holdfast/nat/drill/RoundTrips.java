package io.holdfast.nat.drill;

import org.HdrHistogram.Histogram;

/**
 * Round trips of UDP messages, in microseconds.
 *
 * @param count of messages
 */
record RoundTrips(long count, double medianUs, double p99Us, double highestUs) {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final double NS_PER_US = 1_000.0;

    static Histogram newHistogram() {
        return new Histogram(HIGHEST_NS, 3);
    }

    static RoundTrips of(final Histogram histogram) {
        return new RoundTrips(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / NS_PER_US,
                histogram.getValueAtPercentile(99) / NS_PER_US,
                histogram.getMaxValue() / NS_PER_US);
    }
}
