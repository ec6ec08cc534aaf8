package io.holdfast.perf.report;

/**
 * An estimate with its confidence interval.
 *
 * @param value the estimate
 * @param low end of the interval
 * @param high end of it
 */
public record Interval(double value, double low, double high) {
    /** What was counted, not estimated. */
    public static Interval exactly(final double value) {
        return new Interval(value, value, value);
    }

    /** Whether a value is one that the data speak against. */
    public boolean excludes(final double other) {
        return other < low || other > high;
    }
}
