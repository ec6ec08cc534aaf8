package io.holdfast.nat.drill;

import java.util.List;
import java.util.Locale;

/** Shows a drill's result as a page that needs nothing but itself. */
final class HtmlReport {
    private static final int MAX_PLOTTED_ROUNDS = 20;

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #d5d9de; --mild: #6b7280;
              --blue: #2563eb; --red: #c02626; --green: #15803d; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #14171b; --faint: #343a42;
              --mild: #9aa3af; --blue: #6ea0ff; --red: #ff7b72; --green: #56d364; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--faint); }
            th:nth-child(-n+3), td:nth-child(-n+3) { text-align: left; }
            .scroll { overflow-x: auto; } .good { color: var(--green); } .bad { color: var(--red); }
            .small { color: var(--mild); font-size: 13px; } pre { overflow-x: auto; }
            svg { width: 100%; height: auto; margin-top: .8rem; }
            svg text { font: 11px system-ui, sans-serif; fill: var(--mild); } svg text.title { fill: var(--ink); font-size: 13px; }
            svg .grid { stroke: var(--faint); stroke-width: .6; } svg .area { fill: var(--blue); opacity: .75; }
            svg .line { fill: none; stroke: var(--blue); stroke-width: 1.4; } svg .dot { fill: var(--mild); }
            svg line.marker { stroke: var(--red); stroke-dasharray: 4 3; } svg text.marker { fill: var(--red); }
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    static String of(final DrillResult result) {
        final HtmlReport report = new HtmlReport();
        report.head(result);
        if (!result.rounds().isEmpty()) {
            report.table(result);
        }
        result.rounds().stream().limit(MAX_PLOTTED_ROUNDS).forEach(report::round);
        if (result.rounds().size() > MAX_PLOTTED_ROUNDS) {
            report.add("<p class=\"small\">The first %d rounds are plotted.</p>\n", MAX_PLOTTED_ROUNDS);
        }
        report.foot(result);
        return report.html.toString();
    }

    private void head(final DrillResult result) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append(
                "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Holdfast drill</title>\n<style>\n");
        html.append(STYLE).append("</style>\n</head>\n<body>\n<h1>Holdfast drill</h1>\n");
        final String[] verdict = TextReport.verdict(result).split("\n", 2);
        add("<p class=\"%s\"><strong>%s</strong></p>\n", result.ok() ? "good" : "bad", escape(verdict[0]));
        if (verdict.length > 1) {
            add("<pre>%s</pre>\n", escape(verdict[1]));
        }
        add("<p>Lab: %s &ndash; %s.<br>\n", escape(result.lab()), escape(result.labDescription()));
        final DrillSettings settings = result.settings();
        add(
                "Traffic: %d long-lived connections, %d new ones a second, %d UDP flows; %d s before and after each kill."
                        + "<br>\nMachine: %s</p>\n",
                settings.connections(),
                settings.newPerSecond(),
                settings.udpFlows(),
                settings.seconds(),
                escape(result.environment().describe()));
    }

    private void table(final DrillResult result) {
        html.append("<div class=\"scroll\"><table>\n");
        row("th", ResultTable.HEADING);
        ResultTable.rows(result).forEach(row -> row("td", row));
        html.append(
                "</table></div>\n<p class=\"small\">Times are in milliseconds after the kill. Young flows were opened"
                        + " in the last second before it. Broken elsewhere: before the kill, or opened after it."
                        + " Re-protected: from the restart of the killed node's process until the pair was protected"
                        + " again; pause: for which the master stood still for the snapshot, at the longest. Mappings"
                        + " changed are known for a whole run of kills, and shown at its last.</p>\n");
    }

    private void row(final String cell, final List<String> values) {
        html.append("<tr>");
        values.forEach(value -> add("<%1$s>%2$s</%1$s>", cell, escape(value)));
        html.append("</tr>\n");
    }

    private void round(final RoundResult round) {
        add("<h2>Kill %d: %s %s</h2>\n", round.round(), round.victim().word(), escape(round.killed()));
        if (!round.failures().isEmpty() || !round.problems().isEmpty()) {
            html.append("<ul class=\"bad\">\n");
            round.failures().forEach((failure, count) -> add("<li>%d &times; %s</li>\n", count, escape(failure)));
            round.problems().forEach(problem -> add("<li>%s</li>\n", escape(problem)));
            html.append("</ul>\n");
        }
        html.append(SvgPlot.throughput(round)).append(SvgPlot.latency(round));
        add(
                "<p class=\"small\">UDP round trip: %.0f &micro;s before, %.0f &micro;s after (medians; 99th percentiles %.0f"
                        + " and %.0f). Longest silence: %s ms. Datagrams: %,d sent, %d lost, %d reordered, %d duplicated.</p>\n",
                round.before().medianUs(),
                round.after().medianUs(),
                round.before().p99Us(),
                round.after().p99Us(),
                round.silenceMs() == null ? "-" : String.format(Locale.ROOT, "%.1f", round.silenceMs()),
                round.packetsSent(),
                round.packetsLost(),
                round.packetsReordered(),
                round.packetsDuplicated());
    }

    private void foot(final DrillResult result) {
        html.append("<h2>What this does not measure</h2>\n<ul>\n");
        result.notMeasured().forEach(text -> add("<li>%s</li>\n", escape(text)));
        html.append("</ul>\n</body>\n</html>\n");
    }

    private void add(final String format, final Object... values) {
        html.append(String.format(Locale.ROOT, format, values));
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
