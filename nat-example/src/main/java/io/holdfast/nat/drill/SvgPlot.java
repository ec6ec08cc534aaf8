package io.holdfast.nat.drill;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A plot over the time around a kill, as inline SVG that takes its colours from the page.
 *
 * <p>The horizontal axis is in milliseconds after the kill. The vertical one begins at 0, or is logarithmic.
 */
final class SvgPlot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 240;
    private static final int LEFT = 70;
    private static final int RIGHT = 12;
    private static final int TOP = 26;
    private static final int BOTTOM = 34;
    private static final int TIME_STEP_MS = 250;
    private static final int VALUE_STEPS = 4;

    private final StringBuilder svg = new StringBuilder();
    private final double firstMs;
    private final double endMs;
    private final double lowest;
    private final double highest;
    private final boolean isLogarithmic;

    private SvgPlot(
            final double firstMs,
            final double endMs,
            final double lowest,
            final double highest,
            final boolean isLogarithmic) {
        this.firstMs = firstMs;
        this.endMs = endMs;
        this.lowest = lowest;
        this.highest = highest;
        this.isLogarithmic = isLogarithmic;
    }

    /** Messages per second. */
    static String throughput(final RoundResult round) {
        final double highest = round.timeline().stream()
                .mapToDouble(PlotBin::messagesPerSecond)
                .max()
                .orElse(0);
        final SvgPlot plot = over(round, 0, roundUp(Math.max(1, highest)), false);
        plot.begin("Messages answered per second, in bins of 10 ms");
        plot.linearScale();
        plot.area(round.timeline(), PlotBin::messagesPerSecond);
        return plot.end(round);
    }

    /** Round trips: median and slowest of each bin, on a logarithmic scale. */
    static String latency(final RoundResult round) {
        final double highest =
                round.timeline().stream().mapToDouble(PlotBin::highestMs).max().orElse(0);
        final double lowest = round.timeline().stream()
                .mapToDouble(PlotBin::medianMs)
                .filter(value -> value > 0)
                .min()
                .orElse(0.1);
        final SvgPlot plot =
                over(round, powerOfTenBelow(lowest), 10 * powerOfTenBelow(Math.max(highest, lowest)), true);
        plot.begin("Round trip of the messages answered, ms: median (line) and slowest (dots) of each 10 ms");
        plot.logarithmicScale();
        plot.dots(round.timeline(), PlotBin::highestMs);
        plot.line(round.timeline(), PlotBin::medianMs);
        return plot.end(round);
    }

    private static SvgPlot over(
            final RoundResult round, final double lowest, final double highest, final boolean isLogarithmic) {
        final List<PlotBin> bins = round.timeline();
        final double first = bins.isEmpty() ? -1000 : bins.getFirst().startMs();
        final double end = bins.isEmpty() ? 2000 : bins.getLast().startMs() + 10;
        return new SvgPlot(first, end, lowest, highest, isLogarithmic);
    }

    private void begin(final String title) {
        add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT, title);
        add("<text class=\"title\" x=\"%d\" y=\"15\">%s</text>%n", LEFT, title);
        final int firstStep = (int) Math.ceil(firstMs / TIME_STEP_MS) * TIME_STEP_MS;
        for (int ms = firstStep; ms <= endMs; ms += TIME_STEP_MS) {
            add(
                    "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>",
                    x(ms), TOP, HEIGHT - BOTTOM);
            add("<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n", x(ms), HEIGHT - 18, ms);
        }
        add(
                "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">ms after the kill</text>%n",
                WIDTH - RIGHT, HEIGHT - 4);
    }

    private void linearScale() {
        for (int i = 0; i <= VALUE_STEPS; i++) {
            valueLine(highest * i / VALUE_STEPS);
        }
    }

    private void logarithmicScale() {
        for (double value = lowest; value <= highest * 1.001; value *= 10) {
            valueLine(value);
        }
    }

    private void valueLine(final double value) {
        add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>", LEFT, WIDTH - RIGHT, y(value));
        final String label = value >= 1 || value == 0
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%s", Math.round(value * 1000) / 1000.0);
        add("<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y(value) + 4, label);
    }

    private void area(final List<PlotBin> bins, final ToDoubleFunction<PlotBin> value) {
        add("<path class=\"area\" d=\"M%.1f %.1f", x(firstMs), y(0));
        for (final PlotBin bin : bins) {
            add("L%1$.1f %2$.1fL%3$.1f %2$.1f", x(bin.startMs()), y(value.applyAsDouble(bin)), x(bin.startMs() + 10));
        }
        add("L%.1f %.1fZ\"/>%n", x(endMs), y(0));
    }

    private void line(final List<PlotBin> bins, final ToDoubleFunction<PlotBin> value) {
        add("<path class=\"line\" d=\"");
        boolean isDrawing = false;
        for (final PlotBin bin : bins) {
            final double now = value.applyAsDouble(bin);
            if (now > 0) {
                add("%s%.1f %.1f", isDrawing ? "L" : "M", x(bin.startMs() + 5), y(now));
            }
            isDrawing = now > 0;
        }
        add("\"/>%n");
    }

    private void dots(final List<PlotBin> bins, final ToDoubleFunction<PlotBin> value) {
        for (final PlotBin bin : bins) {
            final double now = value.applyAsDouble(bin);
            if (now > 0) {
                add("<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.5\"/>", x(bin.startMs() + 5), y(now));
            }
        }
        svg.append('\n');
    }

    private String end(final RoundResult round) {
        marker(0, "kill", TOP + 10);
        if (round.tookOverMs() != null && round.tookOverMs() < endMs) {
            marker(round.tookOverMs(), "taken over", TOP + 24);
        }
        add("</svg>%n");
        return svg.toString();
    }

    private void marker(final double ms, final String label, final int y) {
        add(
                "<line class=\"marker\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>",
                x(ms), TOP, HEIGHT - BOTTOM);
        add("<text class=\"marker\" x=\"%.1f\" y=\"%d\">%s</text>%n", x(ms) + 4, y, label);
    }

    private double x(final double ms) {
        return LEFT + (ms - firstMs) / (endMs - firstMs) * (WIDTH - LEFT - RIGHT);
    }

    private double y(final double value) {
        final double share = isLogarithmic
                ? Math.log(Math.max(value, lowest) / lowest) / Math.log(highest / lowest)
                : (value - lowest) / (highest - lowest);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private void add(final String format, final Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static double powerOfTenBelow(final double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    /** The next one of 1, 2, 4, 6, 8 times a power of ten. */
    private static double roundUp(final double value) {
        final double unit = powerOfTenBelow(value);
        for (final int times : new int[] {1, 2, 4, 6, 8}) {
            if (value <= times * unit) {
                return times * unit;
            }
        }
        return 10 * unit;
    }
}
