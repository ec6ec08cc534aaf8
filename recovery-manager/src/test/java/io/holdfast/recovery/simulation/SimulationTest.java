package io.holdfast.recovery.simulation;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated runs; docs/SIMULATION.md says what they cover. */
class SimulationTest {
    private static final int RUNS = 500;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldKeepAllPromisesWhateverHappens(final int workers) {
        final List<Simulation.Outcome> outcomes = LongStream.rangeClosed(1, RUNS)
                .mapToObj(seed -> Simulation.run(seed, workers, null))
                .toList();
        outcomes.forEach(SimulationTest::check);
        assertTrue(outcomes.stream().filter(outcome -> outcome.takeovers() > 0).count() > RUNS / 2, "masters died");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.takeovers() > 2), "several times in a row");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.joins() > 2), "replicas joined");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.solos() > 1), "masters went solo");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.resentPackets() > 0), "were sent again");
        assertEquals(workers > 1, outcomes.stream().anyMatch(outcome -> outcome.rerunRecords() > 0), "were run again");
        assertEquals(workers > 1, outcomes.stream().anyMatch(outcome -> outcome.lostRecords() > 0), "were lost");
        assertEquals(workers > 1, outcomes.stream().anyMatch(outcome -> outcome.cuts() > 0), "streams were cut");
    }

    @Test
    void shouldStillPassTheSeedsThatOnceFoundSomething() throws IOException {
        for (final String line : keptSeeds()) {
            final String[] words = line.split(" ");
            check(Simulation.run(Long.parseLong(words[0]), Integer.parseInt(words[1]), null));
        }
    }

    @Test
    void shouldRunASeedTheSameWayAgain() {
        for (long seed = 1; seed <= 20; seed++) {
            assertEquals(Simulation.run(seed, 2, null), Simulation.run(seed, 2, null));
        }
        assertNotEquals(
                Simulation.run(1, 2, null).steps(), Simulation.run(2, 2, null).steps());
    }

    @ParameterizedTest
    @EnumSource(Canary.class)
    void shouldNoticeEachRuleTakenBack(final Canary canary) {
        final Simulation.Outcome found = find(canary, true);
        System.out.println("| " + canary + " | " + found.seed() + " | " + found.violation() + " |");
    }

    /** The oracle of last resort: nobody watches packets leave, only the recovered state is asked to explain them. */
    @ParameterizedTest
    @EnumSource(
            value = Canary.class,
            names = {
                "FORGETS_TO_MERGE",
                "LOCAL_CHANGE_IS_NO_CAUSE",
                "RELEASES_ONE_BURST_EARLY",
                "ACKNOWLEDGES_BEFORE_STORING"
            })
    void shouldNoticeInTheRecoveredStateWhatWasReleasedTooEarly(final Canary canary) {
        final Simulation.Outcome found = find(canary, false);
        System.out.println("| " + canary + ", state only | " + found.seed() + " | " + found.violation() + " |");
    }

    private static Simulation.Outcome find(final Canary canary, final boolean watchesReleases) {
        for (long seed = 1; seed <= SimulationMain.CANARY_RUNS; seed++) {
            final Simulation.Outcome outcome =
                    Simulation.run(seed, canary.workers(), canary, new Simulation.Look(watchesReleases, false));
            if (outcome.violation() != null) {
                return outcome;
            }
        }
        throw new AssertionError(
                canary + " (" + canary.words() + ") was not found in " + SimulationMain.CANARY_RUNS + " runs");
    }

    private static void check(final Simulation.Outcome outcome) {
        assertNull(outcome.violation(), () -> "again: " + SimulationMain.command(outcome, null));
    }

    private static List<String> keptSeeds() throws IOException {
        try (InputStream in = SimulationTest.class.getResourceAsStream("/simulation-seeds.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
