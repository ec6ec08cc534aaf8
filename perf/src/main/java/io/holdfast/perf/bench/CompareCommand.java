package io.holdfast.perf.bench;

import com.fasterxml.jackson.core.JacksonException;
import io.holdfast.perf.report.BenchResult;
import io.holdfast.perf.report.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast bench compare}: two results, and whether the later one is worse. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare two results figure by figure: ratios of the medians with 95 %% bootstrap intervals.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing got worse beyond the threshold",
            "1:something did, or there is nothing to compare",
            "2:wrong command line"
        })
final class CompareCommand extends Measuring {
    @Parameters(index = "0", paramLabel = "A.json", description = "the earlier result")
    private Path before;

    @Parameters(index = "1", paramLabel = "B.json", description = "the later one")
    private Path after;

    @Option(
            names = "--threshold",
            defaultValue = "5",
            paramLabel = "PERCENT",
            description = "a change for the worse that is let pass (default: ${DEFAULT-VALUE})")
    private double thresholdPercent;

    @Override
    int measure() {
        require("--threshold", thresholdPercent, 0, 100);
        final Comparison comparison = new Comparison(read(before), read(after), thresholdPercent / 100);
        spec().commandLine().getOut().print(comparison.text());
        if (comparison.rows().isEmpty()) {
            spec().commandLine().getOut().println("no figure is in both results");
        }
        spec().commandLine().getOut().flush();
        return comparison.isGood() ? 0 : 1;
    }

    private static BenchResult read(final Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no such result, or it cannot be read: " + file);
        }
        try {
            return OutputOptions.read(file);
        } catch (final JacksonException e) {
            throw new IllegalArgumentException(file + " is not a result of bench: " + e.getOriginalMessage(), e);
        } catch (final IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
