package io.holdfast.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double THRESHOLD = 0.05;

    @Test
    void shouldFindAFigureThatGotWorse() {
        final Comparison comparison = compare(Better.HIGHER, around(100, 1), around(90, 2));
        assertEquals(Comparison.Verdict.REGRESSION, comparison.rows().getFirst().verdict());
        assertFalse(comparison.isGood());
    }

    @Test
    void shouldKnowWhichWayIsGood() {
        assertFalse(compare(Better.LOWER, around(100, 1), around(112, 2)).isGood());
        assertEquals(
                Comparison.Verdict.BETTER,
                compare(Better.LOWER, around(112, 1), around(100, 2))
                        .rows()
                        .getFirst()
                        .verdict());
    }

    @Test
    void shouldLetPassWhatIsWithinTheThreshold() {
        final Comparison comparison = compare(Better.HIGHER, around(100, 1), around(97, 2));
        assertEquals(Comparison.Verdict.WORSE, comparison.rows().getFirst().verdict());
        assertTrue(comparison.isGood());
    }

    @Test
    void shouldNotMistakeNoiseForADifference() {
        final double[] before = {100, 60, 140, 90, 120};
        final double[] after = {88, 130, 70, 60, 125};
        assertEquals(
                Comparison.Verdict.SAME,
                compare(Better.HIGHER, before, after).rows().getFirst().verdict());
    }

    @Test
    void shouldNotBeGoodWithNothingToCompare() {
        final BenchResult some = result(new Series("a", "x", Better.HIGHER, List.of(1.0)));
        final BenchResult other = result(new Series("b", "x", Better.HIGHER, List.of(1.0)));
        final Comparison comparison = new Comparison(some, other, THRESHOLD);
        assertFalse(comparison.isGood());
        assertEquals(List.of("a"), comparison.missing());
    }

    @Test
    void shouldGiveIntervalsThatHoldTheTruthAsOftenAsTheySay() {
        final SplittableRandom random = new SplittableRandom(7);
        final int trials = 200;
        int held = 0;
        for (int trial = 0; trial < trials; trial++) {
            final double[] a = new double[15];
            final double[] b = new double[15];
            for (int i = 0; i < a.length; i++) {
                final double sharedNoise = 1 + random.nextDouble();
                a[i] = 0.8 * sharedNoise * (1 + 0.05 * random.nextGaussian());
                b[i] = sharedNoise;
            }
            held += Statistics.pairedRatio(a, b).excludes(0.8) ? 0 : 1;
        }
        assertTrue(held >= 0.88 * trials, "seed 7: " + held + " of " + trials);
    }

    private static double[] around(final double value, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(7, value * 0.995, value * 1.005).toArray();
    }

    private static Comparison compare(final Better better, final double[] before, final double[] after) {
        return new Comparison(
                result(new Series("figure", "packets/s", better, boxed(before))),
                result(new Series("figure", "packets/s", better, boxed(after))),
                THRESHOLD);
    }

    private static List<Double> boxed(final double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static BenchResult result(final Series series) {
        return new BenchResult(
                "test",
                Map.of(),
                Map.of(),
                "",
                List.of(series),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }
}
