package io.holdfast.perf.report;

import java.util.List;

/**
 * One figure, measured round by round.
 *
 * @param name that tells it from the other figures of the result; two results are compared by it
 * @param unit of the values
 * @param better which way is good
 * @param values one for each round; not empty
 */
public record Series(String name, String unit, Better better, List<Double> values) {
    public Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a figure without a value: " + name);
        }
        values = List.copyOf(values);
    }

    public double median() {
        return Statistics.median(array());
    }

    /** Half the distance between the quartiles, as a share of the median: the machine's noise. */
    public double noise() {
        return Statistics.noise(array());
    }

    /** The median, with its 95 % interval. */
    public Interval interval() {
        return Statistics.medianInterval(array());
    }

    double[] array() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
