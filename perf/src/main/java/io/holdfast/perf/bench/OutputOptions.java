package io.holdfast.perf.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.holdfast.perf.report.BenchResult;
import io.holdfast.perf.report.HtmlReport;
import io.holdfast.perf.report.ResultBuilder;
import io.holdfast.perf.report.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Option;

/** Where results go. */
final class OutputOptions {
    private static final double NS_PER_US = 1000.0;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--out",
            paramLabel = "PREFIX",
            description = "write PREFIX.json, PREFIX.html, and PREFIX-NAME.hgrm for each latency distribution"
                    + " (default: bench-COMMAND)")
    private Path prefix;

    @Option(names = "--no-files", description = "write no files")
    private boolean noFiles;

    @Option(names = "--json", description = "print the result as one JSON document, and nothing else")
    private boolean json;

    /** Writes and prints a result. */
    void show(final ResultBuilder builder, final PrintWriter out) throws IOException {
        final BenchResult result = builder.build();
        if (!noFiles) {
            final Path base = prefix == null ? Path.of("bench-" + result.command()) : prefix;
            write(base, result, builder.histograms());
            if (!json) {
                out.println("written: " + base + ".json, " + base + ".html");
            }
        }
        out.print(json ? JSON.writeValueAsString(result) + "\n" : TextReport.of(result));
        out.flush();
    }

    private static void write(final Path base, final BenchResult result, final Map<String, Histogram> histograms)
            throws IOException {
        final Path directory = base.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        JSON.writeValue(sibling(base, ".json").toFile(), result);
        Files.writeString(sibling(base, ".html"), HtmlReport.of(result));
        for (final Map.Entry<String, Histogram> histogram : histograms.entrySet()) {
            final String name = histogram.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            try (PrintStream file =
                    new PrintStream(sibling(base, "-" + name + ".hgrm").toFile(), StandardCharsets.UTF_8)) {
                histogram.getValue().outputPercentileDistribution(file, NS_PER_US);
            }
        }
    }

    private static Path sibling(final Path base, final String suffix) {
        return base.resolveSibling(base.getFileName() + suffix);
    }

    /** Reads a result back. */
    static BenchResult read(final Path file) throws IOException {
        return JSON.readValue(file.toFile(), BenchResult.class);
    }
}
