package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole groups under random faults; {@code scripts/simulate --groups} runs more of them. */
final class GroupSimulationTest {
    private static final int RUNS = 300;
    private static final int CANARY_RUNS = 3_000;

    @Test
    void shouldKeepEveryPromiseOfTheGroup() {
        int takeOvers = 0;
        int handOvers = 0;
        int protections = 0;
        for (long seed = 1_000; seed < 1_000 + RUNS; seed++) {
            final GroupSimulation.Report report = GroupSimulation.run(seed, null);
            assertEquals(null, report.violation());
            takeOvers += report.takeOvers();
            handOvers += report.handOvers();
            protections += report.protections();
        }
        assertTrue(
                takeOvers > RUNS / 4 && handOvers > RUNS / 4 && protections > RUNS,
                takeOvers + " take-overs, " + handOvers + " hand-overs, " + protections
                        + " protections: too few to have shown anything");
    }

    /**
     * 26, 52: a master was restarted, its replica waited for the witness to say that it is gone. 43, 228: a candidate was
     * restarted while it was admitted, and its master held for ever.
     */
    @ParameterizedTest
    @ValueSource(longs = {26, 43, 52, 228})
    void shouldPassWhatOnceFailed(final long seed) {
        assertEquals(null, GroupSimulation.run(seed, null).violation());
    }

    @Test
    void shouldRepeatARunBySeed() {
        assertEquals(GroupSimulation.run(3, null), GroupSimulation.run(3, null));
    }

    @ParameterizedTest
    @EnumSource(GroupCanary.class)
    void shouldFindEachRuleThatIsTakenBack(final GroupCanary canary) {
        for (long seed = 1; seed <= CANARY_RUNS; seed++) {
            if (GroupSimulation.run(seed, canary).violation() != null) {
                return;
            }
        }
        fail(canary + " was not found in " + CANARY_RUNS + " runs");
    }
}
