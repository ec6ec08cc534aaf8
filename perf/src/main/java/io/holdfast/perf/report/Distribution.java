package io.holdfast.perf.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A latency distribution, cut to what people and plots want.
 *
 * @param name of it
 * @param count of values
 * @param minUs least, in microseconds
 * @param maxUs greatest
 * @param meanUs mean
 * @param points percentile by percentile
 */
public record Distribution(String name, long count, double minUs, double maxUs, double meanUs, List<Point> points) {
    private static final double[] PERCENTILES = {
        0, 1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 98, 99, 99.5, 99.9, 99.95, 99.99, 100
    };

    /** A percentile and its value. */
    public record Point(double percentile, double us) {}

    /** Of a histogram in nanoseconds. */
    public static Distribution of(final String name, final Histogram histogram) {
        final List<Point> points = new ArrayList<>();
        for (final double percentile : PERCENTILES) {
            points.add(new Point(percentile, histogram.getValueAtPercentile(percentile) / 1e3));
        }
        return new Distribution(
                name,
                histogram.getTotalCount(),
                histogram.getMinValue() / 1e3,
                histogram.getMaxValue() / 1e3,
                histogram.getMean() / 1e3,
                points);
    }

    /** Value at one of the percentiles that are kept. */
    public double us(final double percentile) {
        return points.stream()
                .filter(point -> point.percentile() == percentile)
                .findFirst()
                .orElseThrow()
                .us();
    }
}
