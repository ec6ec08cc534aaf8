package io.holdfast.perf.report;

import java.util.Locale;

/** A result for a terminal. */
public final class TextReport {
    private TextReport() {}

    /** Figures with their noise, ratios, targets, distributions. */
    public static String of(final BenchResult result) {
        final StringBuilder text = new StringBuilder();
        for (final Series series : result.figures()) {
            final Interval interval = series.interval();
            add(
                    text,
                    "%-58s %10s %-14s (95 %%: %s to %s; noise %.1f %%, %d rounds)%n",
                    series.name(),
                    Numbers.of(series.median()),
                    series.unit(),
                    Numbers.of(interval.low()),
                    Numbers.of(interval.high()),
                    100 * series.noise(),
                    series.values().size());
        }
        for (final Ratio ratio : result.ratios()) {
            final Interval interval = ratio.interval();
            add(
                    text,
                    "%-58s %10.3f %-14s (95 %%: %.3f to %.3f)%n",
                    ratio.name(),
                    interval.value(),
                    "ratio",
                    interval.low(),
                    interval.high());
        }
        for (final Distribution distribution : result.distributions()) {
            add(
                    text,
                    "%-40s p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  p99.99 %.1f  max %.1f us (%,d packets)%n",
                    distribution.name(),
                    distribution.us(50),
                    distribution.us(90),
                    distribution.us(99),
                    distribution.us(99.9),
                    distribution.us(99.99),
                    distribution.maxUs(),
                    distribution.count());
        }
        for (final Target target : result.targets()) {
            add(
                    text,
                    "%-58s %10s %-14s wanted %s %s: %s%n",
                    target.figure(),
                    Numbers.of(target.reached().value()),
                    target.unit(),
                    target.better() == Better.HIGHER ? "at least" : "at most",
                    Numbers.of(target.wanted()),
                    target.isMet() ? "reached" : "MISSED");
        }
        text.append("checked: ").append(result.checks()).append('\n');
        return text.toString();
    }

    private static void add(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
