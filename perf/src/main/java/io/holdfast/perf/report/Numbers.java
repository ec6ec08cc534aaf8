package io.holdfast.perf.report;

import java.util.Locale;

/** Numbers for people: three or four digits that matter. */
public final class Numbers {
    private Numbers() {}

    public static String of(final double value) {
        final double size = Math.abs(value);
        if (size >= 1e6) {
            return String.format(Locale.ROOT, "%.2f M", value / 1e6);
        }
        if (size >= 1e4) {
            return String.format(Locale.ROOT, "%.1f k", value / 1e3);
        }
        if (size >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 1 ? "%.2f" : "%.3f", value);
    }
}
