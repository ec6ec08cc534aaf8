package io.holdfast.perf.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows a result as a page that needs nothing but itself: no script, no style sheet, no image from elsewhere. */
public final class HtmlReport {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #d5d9de; --mild: #6b7280;
              --good: #15803d; --bad: #c02626; --c0: #2563eb; --c1: #d97706; --c2: #15803d; --c3: #9333ea; --c4: #c02626; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #14171b; --faint: #343a42;
              --mild: #9aa3af; --good: #56d364; --bad: #ff7b72; --c0: #6ea0ff; --c1: #f0a840; --c2: #56d364;
              --c3: #c792ff; --c4: #ff7b72; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--faint); }
            th:first-child, td:first-child { text-align: left; }
            .scroll { overflow-x: auto; } .good { color: var(--good); } .bad { color: var(--bad); }
            .small { color: var(--mild); font-size: 13px; }
            svg { width: 100%; height: auto; margin-top: .8rem; }
            svg text { font: 11px system-ui, sans-serif; fill: var(--mild); }
            svg text.title { fill: var(--ink); font-size: 13px; }
            svg .grid { stroke: var(--faint); stroke-width: .6; }
            svg .line { fill: none; stroke-width: 1.6; }
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /** The page. */
    public static String of(final BenchResult result) {
        final HtmlReport report = new HtmlReport();
        report.head(result);
        report.figures(result);
        report.ratios(result);
        report.targets(result);
        report.distributions(result);
        report.curves(result);
        report.foot(result);
        return report.html.toString();
    }

    private void head(final BenchResult result) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n");
        add("<title>Holdfast bench %s</title>\n<style>\n", escape(result.command()));
        html.append(STYLE);
        add("</style>\n</head>\n<body>\n<h1>Holdfast bench %s</h1>\n", escape(result.command()));
        add("<p>%s</p>\n", escape(result.topology()));
    }

    private void figures(final BenchResult result) {
        if (result.figures().isEmpty()) {
            return;
        }
        begin("Figures", "figure", "median", "unit", "95 % interval of the median", "noise", "rounds");
        for (final Series series : result.figures()) {
            final Interval interval = series.interval();
            row(
                    series.name(),
                    Numbers.of(series.median()),
                    series.unit(),
                    Numbers.of(interval.low()) + " to " + Numbers.of(interval.high()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * series.noise()),
                    Integer.toString(series.values().size()));
        }
        end();
        html.append(
                "<p class=\"small\">Noise: half the distance between the quartiles, as a share of the median.</p>\n");
    }

    private void ratios(final BenchResult result) {
        if (result.ratios().isEmpty()) {
            return;
        }
        begin("Ratios of rounds that took turns", "ratio", "median", "95 % interval");
        for (final Ratio ratio : result.ratios()) {
            final Interval interval = ratio.interval();
            row(
                    ratio.name(),
                    String.format(Locale.ROOT, "%.3f", interval.value()),
                    String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()));
        }
        end();
    }

    private void targets(final BenchResult result) {
        if (result.targets().isEmpty()) {
            return;
        }
        begin("Targets", "figure", "wanted", "reached", "unit", "");
        for (final Target target : result.targets()) {
            row(
                    target.figure(),
                    (target.better() == Better.HIGHER ? "at least " : "at most ") + Numbers.of(target.wanted()),
                    Numbers.of(target.reached().value()),
                    target.unit(),
                    target.isMet() ? "reached" : "missed");
        }
        end();
    }

    private void distributions(final BenchResult result) {
        if (result.distributions().isEmpty()) {
            return;
        }
        begin("Latency, microseconds", "", "p50", "p90", "p99", "p99.9", "p99.99", "max", "packets");
        for (final Distribution one : result.distributions()) {
            row(
                    one.name(),
                    us(one.us(50)),
                    us(one.us(90)),
                    us(one.us(99)),
                    us(one.us(99.9)),
                    us(one.us(99.99)),
                    us(one.maxUs()),
                    String.format(Locale.ROOT, "%,d", one.count()));
        }
        end();
        html.append(SvgChart.percentiles(result.distributions()));
    }

    private static String us(final double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void curves(final BenchResult result) {
        final Map<String, List<Curve>> plots = new LinkedHashMap<>();
        result.curves().forEach(curve -> plots.merge(curve.plot(), List.of(curve), HtmlReport::joined));
        plots.values().forEach(curves -> html.append(SvgChart.of(curves)));
    }

    private static List<Curve> joined(final List<Curve> some, final List<Curve> more) {
        final java.util.ArrayList<Curve> all = new java.util.ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private void foot(final BenchResult result) {
        begin("What the meter counted", "", "packets");
        result.checks().forEach((name, count) -> row(name, String.format(Locale.ROOT, "%,d", count)));
        end();
        begin("Settings", "setting", "value");
        result.settings().forEach((name, value) -> row(name, String.valueOf(value)));
        end();
        begin("Environment", "", "");
        result.environment().forEach(this::row);
        end();
        html.append("<h2>What this does not measure</h2>\n<ul>\n");
        result.notMeasured().forEach(text -> add("<li>%s</li>\n", escape(text)));
        html.append("</ul>\n</body>\n</html>\n");
    }

    private void begin(final String title, final String... columns) {
        add("<h2>%s</h2>\n<div class=\"scroll\"><table>\n<tr>", escape(title));
        for (final String column : columns) {
            add("<th>%s</th>", escape(column));
        }
        html.append("</tr>\n");
    }

    private void row(final String... cells) {
        html.append("<tr>");
        for (final String cell : cells) {
            final String style = switch (cell) {
                case "reached" -> " class=\"good\"";
                case "missed" -> " class=\"bad\"";
                default -> "";
            };
            add("<td%s>%s</td>", style, escape(cell));
        }
        html.append("</tr>\n");
    }

    private void end() {
        html.append("</table></div>\n");
    }

    private void add(final String format, final Object... values) {
        html.append(String.format(Locale.ROOT, format, values));
    }

    static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
