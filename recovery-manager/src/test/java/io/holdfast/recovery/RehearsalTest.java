package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.recovery.view.ViewRehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rehearsal throws if it does not come to its end; and it must leave nothing behind in the node that has it. */
class RehearsalTest {
    @Test
    void shouldComeToAViewInWhichTheReplicaIsMaster() {
        ViewRehearsal.run();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldTakeOverWithTheNodesGraphAndLeaveItsPortsAlone(final int workers) throws Exception {
        try (TestPair pair = TestPair.protectedPair(workers, TestPair.SEQUENCER, NodeFaults.NONE)) {
            pair.b().rehearse();
            assertEquals(List.of(), pair.b().takeSent());
            assertEquals("replica", pair.b().status().role());
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().isMaster());
        }
    }
}
