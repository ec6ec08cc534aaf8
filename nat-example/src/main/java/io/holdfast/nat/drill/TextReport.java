package io.holdfast.nat.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows a drill's result on a terminal. */
final class TextReport {
    private static final int HEADING_LINES = 2;

    private TextReport() {}

    static String of(final DrillResult result) {
        final StringBuilder text = new StringBuilder();
        final DrillSettings settings = result.settings();
        line(text, "Lab: %s (%s)", result.lab(), result.labDescription());
        line(text, "Machine: %s", result.environment().describe());
        line(
                text,
                "Traffic: %s%d long-lived connections, %d new ones a second, %d UDP flows; %d s before and after each kill",
                settings.flows() == 0 ? "" : settings.flows() + " flows established before, ",
                settings.connections(),
                settings.newPerSecond(),
                settings.udpFlows(),
                settings.seconds());
        text.append('\n');
        if (!result.rounds().isEmpty()) {
            table(text, result);
            result.rounds().forEach(round -> details(text, round));
            text.append('\n');
        }
        line(text, "%s", verdict(result));
        return text.toString();
    }

    /** The result in one sentence. */
    static String verdict(final DrillResult result) {
        if (result.failure() != null) {
            return "The drill could not be run: " + result.failure();
        }
        if (result.ok()) {
            final int kept = result.rounds().stream()
                    .mapToInt(round -> round.flows().kept())
                    .sum();
            return "Nothing broke: " + result.rounds().size() + (result.rounds().size() == 1 ? " kill, " : " kills, ")
                    + kept + " flows that were open lived on.";
        }
        final int broken = result.rounds().stream()
                .mapToInt(round -> round.flows().broken() + round.brokenElsewhere())
                .sum();
        final int changed =
                result.rounds().stream().mapToInt(RoundResult::mappingsChanged).sum();
        return "BROKEN: " + broken + " flows broke, " + changed + " port mappings changed.";
    }

    private static void details(final StringBuilder text, final RoundResult round) {
        if (round.before().count() > 0) {
            line(
                    text,
                    "  round %d: UDP round trip %.0f us before, %.0f us after (medians; p99 %.0f and %.0f);"
                            + " longest silence %s ms; %d datagrams of %d lost, %d reordered, %d duplicated",
                    round.round(),
                    round.before().medianUs(),
                    round.after().medianUs(),
                    round.before().p99Us(),
                    round.after().p99Us(),
                    round.silenceMs() == null ? "-" : String.format(Locale.ROOT, "%.1f", round.silenceMs()),
                    round.packetsLost(),
                    round.packetsSent(),
                    round.packetsReordered(),
                    round.packetsDuplicated());
        }
        round.failures().forEach((failure, count) -> line(text, "  round %d: %d x %s", round.round(), count, failure));
        round.problems().forEach(problem -> line(text, "  round %d: %s", round.round(), problem));
    }

    /** Headings take two lines: their last word goes below, if they have several. */
    private static void table(final StringBuilder text, final DrillResult result) {
        final List<List<String>> lines = new ArrayList<>();
        lines.add(ResultTable.HEADING.stream().map(TextReport::firstWords).toList());
        lines.add(ResultTable.HEADING.stream().map(TextReport::lastWord).toList());
        lines.addAll(ResultTable.rows(result));
        final int columns = ResultTable.HEADING.size();
        final int[] widths = new int[columns];
        for (final List<String> row : lines) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        int number = 0;
        for (final List<String> row : lines) {
            final StringBuilder out = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                final boolean left = column < ResultTable.LEFT_ALIGNED_COLUMNS;
                out.append(String.format("%" + (left ? "-" : "") + widths[column] + "s  ", row.get(column)));
            }
            text.append(out.toString().stripTrailing()).append('\n');
            if (++number == HEADING_LINES) {
                text.append("-".repeat(out.toString().length() - 2)).append('\n');
            }
        }
    }

    private static String firstWords(final String heading) {
        final int blank = heading.lastIndexOf(' ');
        return blank < 0 ? "" : heading.substring(0, blank);
    }

    private static String lastWord(final String heading) {
        return heading.substring(heading.lastIndexOf(' ') + 1);
    }

    private static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
