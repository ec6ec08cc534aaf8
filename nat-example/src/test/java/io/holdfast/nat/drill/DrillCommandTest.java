package io.holdfast.nat.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The drill as a user runs it; the embedded lab's nodes are processes that are really killed. */
class DrillCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldKeepEveryFlowWhenTheMasterIsKilled() throws IOException {
        final int status = drill("--json", "--seconds", "2", "--connections", "40", "--new-per-second", "40");
        final JsonNode round = round();
        assertEquals(0, status, round::toPrettyString);
        assertTrue(round.get("flows").get("kept").asInt() >= 40);
        assertTrue(round.get("youngFlows").get("kept").asInt() >= 30);
        assertTrue(Files.readString(directory.resolve("report.html")).contains("<svg"));
    }

    @Test
    void shouldKeepEveryFlowThroughKillsOfBothWithARejoinBetween() throws IOException {
        final int status = drill(
                "--json",
                "--kill",
                "replica,master",
                "--failovers",
                "2",
                "--seconds",
                "2",
                "--connections",
                "40",
                "--new-per-second",
                "40");
        final JsonNode first = round();
        assertEquals(0, status, () -> out.toString());
        assertEquals("replica", first.get("victim").asText());
        assertEquals("b", first.get("killed").asText());
        final JsonNode second =
                new ObjectMapper().readTree(out.toString()).get("rounds").get(1);
        assertEquals("a", second.get("killed").asText());
        assertTrue(second.get("flows").get("kept").asInt() >= 40, out::toString);
        assertTrue(second.get("snapshotBytes").asLong() > 0, out::toString);
    }

    @Test
    void shouldFindTheFlowsThatAnEarlyReleaseBreaks() throws IOException {
        final int status = drill("--json", "--seconds", "2", "--canary", "release-early");
        assertEquals(1, status);
        assertTrue(round().get("youngFlows").get("broken").asInt() > 0, () -> out.toString());
    }

    @Test
    void shouldNameEveryWrongSettingAndItsRule() {
        assertEquals(2, drill("--seconds", "1", "--failovers", "0"));
        assertTrue(err.toString().contains("--seconds must be 2 to 3600: 1"), err.toString());
        assertTrue(err.toString().contains("--failovers must be 1 to 1000: 0"), err.toString());
    }

    @Test
    void shouldRefuseAnUnknownVictimOrLab() {
        assertEquals(2, drill("--kill", "witness"));
        assertEquals(2, drill("--lab", "cloud"));
        assertFalse(Files.exists(directory.resolve("report.html")));
    }

    private int drill(final String... options) {
        final List<String> arguments = new ArrayList<>(List.of(
                "--lab",
                "embedded",
                "--report",
                directory.resolve("report.html").toString()));
        arguments.addAll(List.of(options));
        final CommandLine command = new CommandLine(new DrillCommand());
        command.setOverwrittenOptionsAllowed(true);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }

    private JsonNode round() throws IOException {
        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertTrue(json.get("failure").isNull(), () -> json.get("failure").asText());
        return json.get("rounds").get(0);
    }
}
