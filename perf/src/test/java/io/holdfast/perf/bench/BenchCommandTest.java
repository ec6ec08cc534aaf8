package io.holdfast.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.perf.report.BenchResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as people call them. */
class BenchCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void shouldMeasureThroughputAndWriteWhatItFound() throws IOException {
        final Path prefix = directory.resolve("t");
        assertEquals(0, run("throughput --flows 10,100 --rounds 2 --seconds 0.05 --warm-up 0 --out " + prefix));
        final BenchResult result = JSON.readValue(directory.resolve("t.json").toFile(), BenchResult.class);
        assertTrue(result.figures().stream()
                .anyMatch(series -> series.name().equals("64-byte frames, 100 flows, saturated")
                        && series.values().size() == 2
                        && series.median() > 0));
        assertEquals(result.checks().get("packets sent"), result.checks().get("packets good"));
        assertTrue(result.environment().containsKey("kernel")
                && result.environment().containsKey("JDK"));
        assertFalse(result.notMeasured().isEmpty());
        final String page = Files.readString(directory.resolve("t.html"));
        assertTrue(page.contains("<svg") && page.contains("Throughput by frame size"), page);
        assertFalse(page.matches("(?s).*(src=|href=|@import|<script|url\\().*"), "the page needs something else");
    }

    @Test
    void shouldMeasureReplay() throws IOException {
        final Path prefix = directory.resolve("r");
        assertEquals(0, run("replay --flows 100 --rounds 2 --span-ms 20 --warm-up 1 --out " + prefix));
        final BenchResult result = JSON.readValue(directory.resolve("r.json").toFile(), BenchResult.class);
        assertTrue(result.ratios().getFirst().interval().value() > 0);
    }

    /** The round trip of the transport is measured in each round, beside the latencies that it is compared with. */
    @Test
    void shouldMeasureLatencyOfSteppedNodes() throws IOException {
        final Path prefix = directory.resolve("l");
        final String line = "latency --stepped --modes unprotected,changes --flows 10 --new-flows 100 --rounds 2"
                + " --seconds 0.05 --warm-up 0.1 --want-echoes 1000000 --out ";
        assertEquals(0, run(line.replace("1000000", "0.000001") + prefix));
        assertFalse(read("l").targets().getFirst().isMet());
        assertEquals(0, run(line + prefix));
        final BenchResult result = read("l");
        assertTrue(result.targets().getFirst().isMet());
        for (final String name : List.of("unprotected, median", "changes, median", "transport round trip, median")) {
            assertTrue(
                    result.figures().stream()
                            .anyMatch(series -> series.name().equals(name)
                                    && series.values().size() == 2
                                    && series.median() > 0),
                    name);
        }
        assertEquals(result.checks().get("packets sent"), result.checks().get("packets good"));
    }

    @Test
    void shouldCompareResultsAndFailBeyondTheThreshold() throws IOException {
        final Path before = directory.resolve("before.json");
        final Path after = directory.resolve("after.json");
        Files.writeString(before, result(100));
        Files.writeString(after, result(80));
        assertEquals(0, run("compare " + before + " " + before));
        assertEquals(1, run("compare " + before + " " + after));
        assertEquals(0, run("compare " + after + " " + before));
        assertEquals(0, run("compare --threshold 30 " + before + " " + after));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throughput --rounds 0",
                "throughput --frames 63",
                "throughput --frames big",
                "throughput --flows 0",
                "throughput --new-flows 101",
                "throughput --via memory --search",
                "throughput --via devices",
                "throughput --via nothing",
                "throughput --window 1",
                "throughput --ring-mib 3",
                "overhead --modes unprotected",
                "overhead --modes unprotected,some",
                "overhead --stepped --want-elapsed all=0.5",
                "overhead --stepped --via ring",
                "cost --flows 0",
                "cost --rounds 0",
                "latency --rate 0",
                "latency --stepped --via ring",
                "failover --log unprotected",
                "replay --span-ms 0",
                "compare nowhere.json nowhere.json",
                "table --rows nothing",
                "nothing"
            })
    void shouldSayWhatIsWrongWithACommandLine(final String line) {
        assertEquals(2, run(line));
    }

    @Test
    void shouldListTheRowsOfTheTable() {
        assertEquals(0, run("table --list"));
    }

    @Test
    void shouldWriteTheTableWithTheTargetsOfItsRows() throws IOException {
        final int status = run("table --rows start --dir " + directory);
        final String table = Files.readString(directory.resolve("table.md"));
        assertTrue(table.contains("state of a flow | <= 128 |"), table);
        assertFalse(table.contains("no figure"), table);
        assertEquals(table.contains("**missed**") ? 1 : 0, status, table);
    }

    private BenchResult read(final String name) throws IOException {
        return JSON.readValue(directory.resolve(name + ".json").toFile(), BenchResult.class);
    }

    private static String result(final int base) {
        final String values = base + ", " + (base + 0.2) + ", " + (base - 0.2) + ", " + (base + 0.1) + ", " + base;
        return "{\"command\": \"test\", \"settings\": {}, \"environment\": {}, \"topology\": \"\", \"figures\": [{\"name\":"
                + " \"a\", \"unit\": \"x\", \"better\": \"HIGHER\", \"values\": [" + values + "]}], \"ratios\": [],"
                + " \"targets\": [], \"distributions\": [], \"curves\": [], \"checks\": {}, \"notMeasured\": []}";
    }

    private static int run(final String line) {
        final PrintStream out = System.out;
        final ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            return HoldfastCommand.execute(("bench " + line).split(" "));
        } finally {
            System.setOut(out);
        }
    }
}
