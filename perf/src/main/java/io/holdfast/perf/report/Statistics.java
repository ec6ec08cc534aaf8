package io.holdfast.perf.report;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Medians, and the bootstrap (Efron 1979): the rounds are drawn again and again, with repetition, and the spread of what
 * comes out is the confidence interval. It assumes nothing of the distribution, which on a shared machine has a long tail.
 *
 * <p>Deterministic: the draws come from a fixed seed.
 */
public final class Statistics {
    private static final int RESAMPLES = 10_000;
    private static final long SEED = 0x486f_6c64_6661_7374L;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    private Statistics() {}

    public static double median(final double[] values) {
        return quantile(sorted(values), 0.5);
    }

    /** Half the distance between the quartiles, as a share of the median. */
    public static double noise(final double[] values) {
        final double[] sorted = sorted(values);
        final double spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
        return spread == 0 ? 0 : spread / 2 / Math.abs(quantile(sorted, 0.5));
    }

    /** The 95 % confidence interval of the median. */
    public static Interval medianInterval(final double[] values) {
        return bootstrap(median(values), random -> median(draw(values, random)));
    }

    /** median(a) / median(b), of rounds that have nothing to do with each other, with the 95 % interval. */
    public static Interval ratio(final double[] a, final double[] b) {
        return bootstrap(median(a) / median(b), random -> median(draw(a, random)) / median(draw(b, random)));
    }

    /**
     * The median of a[i] / b[i], of rounds that took turns, with the 95 % interval: what slows down both of a round does
     * not count.
     */
    public static Interval pairedRatio(final double[] a, final double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("rounds do not match: " + a.length + " and " + b.length);
        }
        final double[] ratios = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ratios[i] = a[i] / b[i];
        }
        return bootstrap(median(ratios), random -> median(draw(ratios, random)));
    }

    private static Interval bootstrap(final double estimate, final ToDoubleFunction<SplittableRandom> once) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final double[] results = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            results[i] = once.applyAsDouble(random);
        }
        Arrays.sort(results);
        return new Interval(estimate, quantile(results, LOW), quantile(results, HIGH));
    }

    private static double[] draw(final double[] values, final SplittableRandom random) {
        final double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return drawn;
    }

    private static double[] sorted(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Between the two nearest values. */
    private static double quantile(final double[] sorted, final double share) {
        final double place = share * (sorted.length - 1);
        final int below = (int) place;
        final int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
