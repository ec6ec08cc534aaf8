package io.holdfast.nat.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows on a terminal what scenarios came to: a table, a line per scenario, and what was wrong. */
final class ScenarioText {
    private static final List<String> HEADING = List.of(
            "scenario",
            "result",
            "runs",
            "detected ms",
            "took over ms",
            "first packet ms",
            "silence ms",
            "flows kept",
            "broken",
            "datagrams lost",
            "overlapping releases",
            "re-protected ms");
    private static final int LEFT_ALIGNED_COLUMNS = 2;

    private ScenarioText() {}

    static String of(final ScenarioReport report) {
        final StringBuilder text = new StringBuilder();
        final DrillSettings settings = report.settings();
        line(text, "Machine: %s", report.environment().describe());
        line(
                text,
                "Traffic: %d long-lived connections, %d new ones a second, %d UDP flows; failover profile: %s",
                settings.connections(),
                settings.newPerSecond(),
                settings.udpFlows(),
                report.profile().word());
        line(
                text,
                "Times after the fault, as median/worst; releases are looked at every %d ms.%n",
                ReleaseWatch.INTERVAL_MS);
        table(text, report.scenarios());
        report.scenarios().forEach(result -> details(text, result));
        line(text, "%n%s", verdict(report));
        return text.toString();
    }

    /** The result in one sentence. */
    static String verdict(final ScenarioReport report) {
        final String failed = report.scenarios().stream()
                .filter(result -> !result.ok())
                .map(result -> result.scenario().word() + " (" + word(result) + ")")
                .collect(Collectors.joining(", "));
        return failed.isEmpty() ? "All as it must be." : "FAILED: " + failed;
    }

    private static String word(final ScenarioResult result) {
        if (result.unsupported() != null) {
            return "not supported by this build";
        }
        return result.ok() ? "ok" : "FAILED";
    }

    private static void table(final StringBuilder text, final List<ScenarioResult> results) {
        final List<List<String>> lines = new ArrayList<>();
        lines.add(HEADING);
        results.forEach(result -> lines.add(row(result)));
        for (final List<String> row : lines) {
            final StringBuilder out = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                final int at = column;
                final int width = lines.stream()
                        .mapToInt(any -> any.get(at).length())
                        .max()
                        .orElse(1);
                out.append(String.format(
                        "%" + (column < LEFT_ALIGNED_COLUMNS ? "-" : "") + width + "s  ", row.get(column)));
            }
            text.append(out.toString().stripTrailing()).append('\n');
        }
    }

    private static List<String> row(final ScenarioResult result) {
        final Collection<ScenarioRound> rounds = result.rounds();
        return List.of(
                result.scenario().word(),
                word(result),
                Integer.toString(rounds.size()),
                spread(result.detectedMs()),
                spread(result.tookOverMs()),
                spread(result.firstPacketMs()),
                spread(result.silenceMs()),
                sum(rounds, round -> round.round().flows().kept()),
                sum(
                        rounds,
                        round -> round.round().flows().broken() + round.round().brokenElsewhere()),
                sum(rounds, round -> round.round().packetsLost()),
                sum(rounds, ScenarioRound::overlappingReleases),
                spread(result.spread(round -> round.round().reprotectedMs())));
    }

    private static void details(final StringBuilder text, final ScenarioResult result) {
        final String name = result.scenario().word();
        if (result.unsupported() != null) {
            line(text, "%n%s: not supported by this build: %s", name, result.unsupported());
        }
        int number = 0;
        for (final ScenarioRound round : result.rounds()) {
            final String start = name + " " + ++number + ": ";
            round.problems().forEach(problem -> line(text, "%s%s", start, problem));
            round.round().problems().forEach(problem -> line(text, "%s%s", start, problem));
            round.round().failures().forEach((failure, count) -> line(text, "%s%d x %s", start, count, failure));
            if (round.round().mappingsChanged() > 0) {
                line(text, "%s%d port mappings changed", start, round.round().mappingsChanged());
            }
        }
        if (result.failure() != null) {
            line(text, "%s: not all could be run: %s", name, result.failure());
        }
    }

    private static String sum(
            final Collection<ScenarioRound> rounds, final java.util.function.ToLongFunction<ScenarioRound> value) {
        return rounds.isEmpty()
                ? "-"
                : Long.toString(rounds.stream().mapToLong(value).sum());
    }

    private static String spread(final ScenarioResult.Spread spread) {
        return spread == null ? "-" : String.format(Locale.ROOT, "%.1f/%.1f", spread.median(), spread.worst());
    }

    private static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
