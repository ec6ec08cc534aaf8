package io.holdfast.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two results, figure by figure.
 *
 * <p>A figure got worse if the ratio of the medians, later to earlier, is beyond the threshold, and its 95 % confidence
 * interval does not hold 1: a difference that the noise explains is none.
 */
public final class Comparison {
    /**
     * One figure of both.
     *
     * @param name of it
     * @param better which way is good
     * @param before median of the earlier
     * @param after median of the later
     * @param unit of both
     * @param ratio after to before
     * @param verdict {@code same}, {@code better}, {@code worse}, or {@code worse beyond the threshold}
     */
    public record Row(
            String name, Better better, double before, double after, String unit, Interval ratio, Verdict verdict) {}

    /** What a ratio means. */
    public enum Verdict {
        SAME("same within the noise"),
        BETTER("better"),
        WORSE("worse, within the threshold"),
        REGRESSION("WORSE, beyond the threshold");

        private final String words;

        Verdict(final String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * Compares.
     *
     * @param threshold share of a change for the worse that is let pass, 0 or more
     */
    public Comparison(final BenchResult before, final BenchResult after, final double threshold) {
        for (final Series old : before.figures()) {
            final Series now = after.figures().stream()
                    .filter(series -> series.name().equals(old.name()))
                    .findFirst()
                    .orElse(null);
            if (now == null) {
                missing.add(old.name());
            } else {
                rows.add(row(old, now, threshold));
            }
        }
    }

    private static Row row(final Series old, final Series now, final double threshold) {
        final Interval ratio = Statistics.ratio(now.array(), old.array());
        return new Row(
                old.name(),
                old.better(),
                old.median(),
                now.median(),
                old.unit(),
                ratio,
                verdict(ratio, old.better(), threshold));
    }

    static Verdict verdict(final Interval ratio, final Better better, final double threshold) {
        if (!ratio.excludes(1)) {
            return Verdict.SAME;
        }
        final double gain = better == Better.HIGHER ? ratio.value() : 1 / ratio.value();
        if (gain >= 1) {
            return Verdict.BETTER;
        }
        return gain < 1 - threshold ? Verdict.REGRESSION : Verdict.WORSE;
    }

    public List<Row> rows() {
        return rows;
    }

    /** Figures of the earlier result that the later one lacks. */
    public List<String> missing() {
        return missing;
    }

    /** Whether nothing got worse beyond the threshold, and there was something to compare. */
    public boolean isGood() {
        return !rows.isEmpty() && rows.stream().noneMatch(row -> row.verdict() == Verdict.REGRESSION);
    }

    /** A table for people. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        for (final Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-58s %12s -> %12s %-12s ratio %.3f (%.3f to %.3f)  %s%n",
                    row.name(),
                    Numbers.of(row.before()),
                    Numbers.of(row.after()),
                    row.unit(),
                    row.ratio().value(),
                    row.ratio().low(),
                    row.ratio().high(),
                    row.verdict().words()));
        }
        missing.forEach(name -> text.append(name).append(": only in the first\n"));
        return text.toString();
    }
}
