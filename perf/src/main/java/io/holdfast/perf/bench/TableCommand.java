package io.holdfast.perf.bench;

import io.holdfast.nat.HoldfastCommand;
import io.holdfast.perf.report.BenchResult;
import io.holdfast.perf.report.Better;
import io.holdfast.perf.report.Environment;
import io.holdfast.perf.report.Interval;
import io.holdfast.perf.report.Numbers;
import io.holdfast.perf.report.Series;
import io.holdfast.perf.report.Target;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast bench table}: measures every row of the table of targets, each in a process of its own. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        description = {
            "Measure every row of the table of targets, one after the other, and write the table with the intervals beside it"
                    + " (about ten minutes on an idle machine).",
            "A row that gives no figure says so, and the others are measured all the same."
        })
final class TableCommand extends Measuring {
    private static final long ROW_LIMIT_MINUTES = 5;

    @Option(names = "--dir", defaultValue = "bench-table", description = "for all files (default: ${DEFAULT-VALUE})")
    private Path directory;

    @Option(names = "--rows", split = ",", paramLabel = "ROW", description = "only these (see --list)")
    private List<String> chosen = List.of();

    @Option(names = "--list", description = "list the rows and their commands, and measure nothing")
    private boolean isListing;

    @Override
    int measure() throws IOException {
        final List<TableRow> rows = TableRow.all().stream()
                .filter(row -> chosen.isEmpty() || chosen.contains(row.id()))
                .toList();
        final List<String> known = TableRow.all().stream().map(TableRow::id).toList();
        if (!known.containsAll(chosen)) {
            throw new IllegalArgumentException("--rows must be of " + known + ": " + chosen);
        }
        if (isListing) {
            rows.forEach(row -> spec().commandLine()
                    .getOut()
                    .println(row.id() + ": " + row.figure() + "\n    holdfast bench "
                            + String.join(" ", row.command())));
            return 0;
        }
        Files.createDirectories(directory);
        progress().steps(rows.size());
        final Map<TableRow, BenchResult> results = new LinkedHashMap<>();
        for (final TableRow row : rows) {
            progress().begin(row.id());
            results.put(row, run(row));
        }
        progress().end();
        final String table = table(results);
        Files.writeString(directory.resolve("table.md"), table);
        spec().commandLine().getOut().println(table);
        spec().commandLine().getOut().flush();
        return results.values().stream().allMatch(TableCommand::isGood) ? 0 : 1;
    }

    private static boolean isGood(final BenchResult result) {
        return result != null && result.targets().stream().allMatch(Target::isMet);
    }

    /** Runs a row; returns null if it gave no figure. */
    private BenchResult run(final TableRow row) throws IOException {
        final Path prefix = directory.resolve(row.id()).toAbsolutePath();
        final Path json = prefix.resolveSibling(row.id() + ".json");
        Files.deleteIfExists(json);
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HoldfastCommand.class.getName(), "bench"));
        command.addAll(row.command());
        command.addAll(List.of("--out", prefix.toString()));
        final File log = prefix.resolveSibling(row.id() + ".log").toFile();
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        final Thread hook = Thread.ofPlatform().unstarted(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (!process.waitFor(ROW_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
                process.waitFor();
            }
        } catch (final InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return null;
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return Files.exists(json) ? OutputOptions.read(json) : null;
    }

    private String table(final Map<TableRow, BenchResult> results) throws IOException {
        final StringBuilder table = new StringBuilder(
                "| figure | want | reached | 95 % interval | command |\n| --- | --- | --- | --- | --- |\n");
        for (final Map.Entry<TableRow, BenchResult> entry : results.entrySet()) {
            final TableRow row = entry.getKey();
            final String command = "`holdfast bench " + String.join(" ", row.command()) + "`";
            final BenchResult result = entry.getValue();
            if (result == null) {
                line(table, row.figure(), "", "no figure: " + lastLine(row), "", command);
            } else if (result.targets().isEmpty()) {
                for (final Series series : result.figures()) {
                    line(
                            table,
                            row.figure() + ": " + series.name(),
                            "",
                            Numbers.of(series.median()) + " " + series.unit(),
                            interval(series.interval()),
                            command);
                }
            } else {
                for (final Target target : result.targets()) {
                    line(
                            table,
                            row.figure() + ": " + target.figure(),
                            (target.better() == Better.HIGHER ? ">= " : "<= ") + Numbers.of(target.wanted()),
                            Numbers.of(target.reached().value()) + " " + target.unit()
                                    + (target.isMet() ? "" : " **missed**"),
                            interval(target.reached()),
                            command);
                }
            }
        }
        table.append("\nEach figure is the median of its rounds, with the bootstrap interval of that median.\n\n");
        Environment.detect()
                .forEach((name, value) -> table.append("* ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        return table.toString();
    }

    private String lastLine(final TableRow row) throws IOException {
        final List<String> lines = Files.readAllLines(directory.resolve(row.id() + ".log"));
        return lines.reversed().stream()
                .filter(line -> line.startsWith("holdfast"))
                .findFirst()
                .orElse(lines.isEmpty() ? "" : lines.getLast());
    }

    private static String interval(final Interval interval) {
        return Numbers.of(interval.low()) + " to " + Numbers.of(interval.high());
    }

    private static void line(final StringBuilder table, final String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
