package io.holdfast.recovery.worm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random runs of a group; a seed that fails is in the message. */
final class WormSimulationTest {
    private static final int RUNS = 300;

    @Test
    void shouldKeepRegistersAndLogsThroughCrashesAndABadNetwork() {
        int crashes = 0;
        long appended = 0;
        long lost = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            final WormSimulation.Report report = WormSimulation.run(seed, null);
            assertEquals(null, report.violation());
            crashes += report.crashes();
            appended += report.appended();
            lost += report.lost();
        }
        assertTrue(crashes > RUNS && appended > 5 * RUNS && lost > RUNS, crashes + " " + appended + " " + lost);
    }

    @Test
    void shouldRepeatARunBySeed() {
        assertEquals(WormSimulation.run(5, null), WormSimulation.run(5, null));
    }

    @ParameterizedTest
    @EnumSource(WormCanary.class)
    void shouldFindEachFlaw(final WormCanary canary) {
        for (long seed = 1; seed <= RUNS; seed++) {
            if (WormSimulation.run(seed, canary).violation() != null) {
                return;
            }
        }
        fail(canary + " was not found in " + RUNS + " runs");
    }
}
