package io.holdfast.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws lines over two axes, as an SVG image within a page. */
final class SvgChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 40;
    private static final int STEPS = 5;
    private static final int COLORS = 5;
    /** A plot whose values are so far apart has a logarithmic scale. */
    private static final double LOGARITHMIC_SPREAD = 200;

    private final StringBuilder svg = new StringBuilder();
    private final Axis x;
    private final Axis y;

    private SvgChart(final Axis x, final Axis y) {
        this.x = x;
        this.y = y;
    }

    /** Curves with the same title and axes. */
    static String of(final List<Curve> curves) {
        final Axis x = axis(curves.stream().map(Curve::x).toList(), false);
        final Axis y = axis(curves.stream().map(Curve::y).toList(), true);
        final SvgChart chart = new SvgChart(x, y);
        final Curve first = curves.getFirst();
        chart.frame(first.plot(), first.xAxis(), first.yAxis());
        chart.horizontalTicks();
        for (int i = 0; i < curves.size(); i++) {
            chart.line(curves.get(i), i);
        }
        return chart.svg.append("</svg>\n").toString();
    }

    /** Latency by percentile, with the tail spread out: x is 1 / (1 - share), on a logarithmic scale. */
    static String percentiles(final List<Distribution> distributions) {
        final List<Curve> curves = new ArrayList<>();
        for (final Distribution one : distributions) {
            final List<Double> xs = new ArrayList<>();
            final List<Double> ys = new ArrayList<>();
            for (final Distribution.Point point : one.points()) {
                if (point.percentile() < 100) {
                    xs.add(1 / (1 - point.percentile() / 100));
                    ys.add(point.us());
                }
            }
            curves.add(new Curve("Latency by percentile", one.name(), "percentile", "microseconds", xs, ys));
        }
        final SvgChart chart = new SvgChart(
                new Axis(1, 10_000, true), axis(curves.stream().map(Curve::y).toList(), true));
        chart.frame("Latency by percentile", "percentile", "microseconds");
        for (final double percentile : new double[] {0, 50, 90, 99, 99.9, 99.99}) {
            final String label = percentile == Math.rint(percentile)
                    ? Integer.toString((int) percentile)
                    : Double.toString(percentile);
            chart.verticalLine(1 / (1 - percentile / 100), label);
        }
        for (int i = 0; i < curves.size(); i++) {
            chart.line(curves.get(i), i);
        }
        return chart.svg.append("</svg>\n").toString();
    }

    private static Axis axis(final List<List<Double>> values, final boolean isValue) {
        double lowest = Double.MAX_VALUE;
        double highest = -Double.MAX_VALUE;
        for (final List<Double> list : values) {
            for (final double value : list) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        if (lowest > highest) {
            return new Axis(0, 1, false);
        }
        final boolean isLogarithmic = isValue && lowest > 0 && highest / lowest > LOGARITHMIC_SPREAD;
        if (isValue && !isLogarithmic) {
            return new Axis(Math.min(0, lowest), highest > 0 ? highest * 1.08 : 1, false);
        }
        return new Axis(lowest, highest == lowest ? lowest + 1 : highest, isLogarithmic);
    }

    private void frame(final String title, final String xName, final String yName) {
        add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT, HtmlReport.escape(title));
        add("<text class=\"title\" x=\"%d\" y=\"15\">%s</text>%n", LEFT, HtmlReport.escape(title));
        add("<text x=\"4\" y=\"%d\">%s</text>%n", TOP - 8, HtmlReport.escape(yName));
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                WIDTH - RIGHT, HEIGHT - 4, HtmlReport.escape(xName));
        for (final double value : y.ticks()) {
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>",
                    LEFT, WIDTH - RIGHT, yOf(value));
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 6, yOf(value) + 4, value == 0 ? "0" : Numbers.of(value));
        }
    }

    private void horizontalTicks() {
        for (final double value : x.ticks()) {
            verticalLine(value, value == 0 ? "0" : Numbers.of(value));
        }
    }

    private void verticalLine(final double value, final String label) {
        add(
                "<line class=\"grid\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>",
                xOf(value), TOP, HEIGHT - BOTTOM);
        add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", xOf(value), HEIGHT - BOTTOM + 15, label);
    }

    private void line(final Curve curve, final int index) {
        final String color = "var(--c" + index % COLORS + ")";
        add("<path class=\"line\" stroke=\"%s\" d=\"", color);
        for (int i = 0; i < curve.x().size(); i++) {
            add(
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L", xOf(curve.x().get(i)), yOf(curve.y().get(i)));
        }
        add("\"/>%n");
        add(
                "<text x=\"%d\" y=\"30\" style=\"fill: %s\">%s</text>%n",
                LEFT + 180 * index, color, HtmlReport.escape(curve.name()));
    }

    private double xOf(final double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double yOf(final double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void add(final String format, final Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** A range of values. */
    private record Axis(double lowest, double highest, boolean isLogarithmic) {
        double share(final double value) {
            final double share = isLogarithmic
                    ? Math.log(Math.max(value, lowest) / lowest) / Math.log(highest / lowest)
                    : (value - lowest) / (highest - lowest);
            return Math.clamp(share, 0.0, 1.0);
        }

        List<Double> ticks() {
            final List<Double> ticks = new ArrayList<>();
            if (isLogarithmic) {
                for (double at = Math.pow(10, Math.ceil(Math.log10(lowest))); at <= highest; at *= 10) {
                    ticks.add(at);
                }
            } else {
                for (int i = 0; i <= STEPS; i++) {
                    ticks.add(lowest + (highest - lowest) * i / STEPS);
                }
            }
            return ticks;
        }
    }
}
