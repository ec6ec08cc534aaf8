package io.holdfast.element.rewriter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphTester;
import io.holdfast.element.StateRegion;
import io.holdfast.element.state.FlatStateStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a translated flow costs in memory, both directions together. */
class RewriterMemoryTest {
    private static final int MAX_BYTES_PER_FLOW = 128;
    private static final String CONFIGURATION = """
            rw :: IPRewriter(pattern 9.0.0.1 1024-65535 - - 0 0, MAPPING_CAPACITY %d);
            TestInput(0) -> CheckIPHeader -> rw -> TestOutput(0)
            """;

    @ParameterizedTest
    @ValueSource(ints = {10_000, 65_536, 1_000_000})
    void shouldTakeNoMoreThanTwoCacheLinesForAFlow(final int capacity) {
        try (FlatStateStore state = new FlatStateStore();
                GraphTester graph =
                        GraphTester.worker(CONFIGURATION.formatted(capacity), 0, 1, state, AccessControl.UNPROTECTED)) {
            final long bytes = state.regions().stream()
                    .filter(region -> region.name().startsWith("rw."))
                    .mapToLong(StateRegion::lengthBytes)
                    .sum();
            assertTrue(bytes <= (long) MAX_BYTES_PER_FLOW * capacity, bytes + " bytes for " + capacity + " flows");
        }
    }
}
