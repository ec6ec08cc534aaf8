package io.holdfast.recovery.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulated runs of whole nodes; docs/SIMULATION.md says what they cover. */
class NodeSimulationTest {
    private static final int RUNS = 20;

    @Test
    void shouldKeepAllPromisesWhateverHappens() {
        final List<NodeSimulation.Outcome> outcomes = LongStream.rangeClosed(1, RUNS)
                .mapToObj(seed -> NodeSimulation.run(seed, null, false))
                .toList();
        outcomes.forEach(NodeSimulationTest::check);
        assertTrue(outcomes.stream().mapToInt(NodeSimulation.Outcome::takeovers).sum() > RUNS / 4, "take-overs");
        assertTrue(outcomes.stream().mapToInt(NodeSimulation.Outcome::deaths).sum() > RUNS / 2, "deaths");
        assertTrue(outcomes.stream().mapToInt(NodeSimulation.Outcome::joins).sum() > RUNS, "joins");
        assertTrue(outcomes.stream().mapToInt(NodeSimulation.Outcome::solos).sum() > 0, "masters went solo");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.plan().isDecided()), "with a witness");
        assertTrue(outcomes.stream().anyMatch(outcome -> !outcome.plan().isDecided()), "without a witness");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.plan().workers() > 1), "several workers");
    }

    @Test
    void shouldStillPassTheSeedsThatOnceFoundSomething() throws IOException {
        try (InputStream in = NodeSimulationTest.class.getResourceAsStream("/node-simulation-seeds.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> check(NodeSimulation.run(Long.parseLong(line.split(" ")[0]), null, false)));
        }
    }

    @Test
    void shouldRunASeedTheSameWayAgain() {
        for (long seed = 1; seed <= 3; seed++) {
            assertEquals(NodeSimulation.run(seed, null, false), NodeSimulation.run(seed, null, false));
        }
        assertNotEquals(
                NodeSimulation.run(1, null, false).turns(),
                NodeSimulation.run(2, null, false).turns());
    }

    /** The others need so many runs that only {@code scripts/simulate --nodes --canaries} looks for them. */
    @ParameterizedTest
    @EnumSource(
            value = NodeCanary.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PROTECTS_BEFORE_STORED", "FORWARDS_BEFORE_READY", "FORWARDS_WITHOUT_A_VIEW", "IGNORES_THE_LEASE"})
    void shouldNoticeEachRuleTakenBack(final NodeCanary canary) {
        final NodeSimulation.Outcome found = NodeSimulationMain.find(canary, firstSeed(canary));
        assertTrue(
                found != null,
                canary + " (" + canary.words() + ") was not found in " + NodeSimulationMain.CANARY_RUNS + " runs");
        System.out.println("| " + canary + " | " + found.seed() + " | " + found.violation() + " |");
    }

    /** Where a rare one is found soon; any other seed would do, in time. */
    private static long firstSeed(final NodeCanary canary) {
        return switch (canary) {
            case ACKNOWLEDGES_BEFORE_STORING -> 427;
            case GOES_ON_THOUGH_DEPOSED -> 34;
            default -> 1;
        };
    }

    private static void check(final NodeSimulation.Outcome outcome) {
        assertNull(
                outcome.violation(),
                () -> "again: " + NodeSimulationMain.command(outcome.seed(), null) + "; " + outcome.trace());
    }
}
