package io.holdfast.recovery.worm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.worm.ModelCheck.Result;
import io.holdfast.recovery.worm.ModelCheck.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state of small groups, with the real acceptors and clients. */
final class ModelCheckTest {
    @ParameterizedTest(name = "{0} writers, {1} readers, {2} registers, {3} ballots each")
    @CsvSource({"2, 0, 1, 2, 1", "1, 1, 1, 1, 1", "2, 0, 2, 1, 0"})
    void shouldDecideOneValueInEveryReachableState(
            final int writers, final int readers, final int registers, final int rounds, final int crashes) {
        final Result result =
                new ModelCheck(new Scope(writers, readers, registers, rounds, crashes, 4_000_000), null).run();
        assertEquals(null, result.violation(), () -> String.join("\n", result.way()));
        assertTrue(result.isComplete(), "not all states were looked at: " + result.states());
        assertTrue(result.states() > 10_000, "too few to be all: " + result.states());
    }

    @ParameterizedTest
    @EnumSource(WormCanary.class)
    void shouldFindEachFlaw(final WormCanary canary) {
        final Result result = new ModelCheck(new Scope(2, 0, 1, 2, 1, 4_000_000), canary).run();
        assertNotNull(result.violation(), canary + " was not found in " + result.states() + " states");
    }

    @Test
    void shouldTellTheWayToAViolation() {
        final Result result = new ModelCheck(new Scope(2, 0, 1, 2, 0, 4_000_000), WormCanary.HIDES_WHAT_IT_HOLDS).run();
        assertTrue(
                result.way().stream().anyMatch(step -> step.contains("Promise")),
                () -> result.way().toString());
    }
}
