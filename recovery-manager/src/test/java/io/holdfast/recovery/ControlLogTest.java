package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.control.ControlEntry;
import io.holdfast.recovery.control.ControlEntry.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people ask of nodes is in the group's control log, which all nodes see alike. */
@Timeout(120)
class ControlLogTest {
    private static List<String> entries(final TestPair.TestNode node, final Kind kind) {
        return node.views().controlEntries().stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> entry.node() + ": " + entry.text())
                .toList();
    }

    @Test
    void shouldKeepActionsWithTheirReasonsForAll() throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, NodeFaults.NONE)) {
            pair.a().views().switchOver("new fan");
            final List<String> expected = List.of("a: new fan");
            pair.await("a's log", () -> entries(pair.a(), Kind.SWITCHOVER).equals(expected));
            pair.await("b's log", () -> entries(pair.b(), Kind.SWITCHOVER).equals(expected));
            pair.swap();
            pair.awaitProtected();
            pair.b().views().drainNode(true, "to be moved");
            pair.b().views().drainNode(false, "is there");
            pair.await("drained", () -> entries(pair.a(), Kind.UNDRAIN).equals(List.of("a: is there")));
            assertEquals(List.of("a: to be moved"), entries(pair.a(), Kind.DRAIN));
            final List<ControlEntry> seen = pair.a().views().controlEntries();
            pair.await("the same", () -> pair.b().views().controlEntries().equals(seen));
            pair.swap();
        }
    }

    @Test
    void shouldNoteAConfigurationOnlyWhenItIsAnother() throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, NodeFaults.NONE)) {
            pair.await("both", () -> entries(pair.a(), Kind.CONFIGURED).size() == 2);
            pair.b().kill();
            pair.await("solo", () -> pair.a().status().protection().equals("solo"));
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.awaitProtected();
            pair.turns(200);
            assertEquals(2, entries(pair.a(), Kind.CONFIGURED).size(), "the same as before");
            pair.a().kill();
            pair.b().kill();
            pair.start("a", "Clock;", NodeFaults.NONE);
            pair.start("b", "Clock;", NodeFaults.NONE);
            pair.await("both anew", () -> entries(pair.a(), Kind.CONFIGURED).size() == 4);
        }
    }

    @Test
    void shouldRefuseAColdStartThatWouldForgetWhatIsThere() throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, NodeFaults.NONE)) {
            assertTrue(pair.a().views().coldStart(List.of("a", "b"), "").contains("this node has the state"));
            pair.b().kill();
            pair.await("solo", () -> pair.a().status().protection().equals("solo"));
            // Stays out, so that the view does not change.
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.b().views().drainNode(true);
            pair.turns(300);
            assertTrue(
                    pair.b().views().coldStart(List.of(), "").contains("must name all whose state it gives up, a in"),
                    pair.b().views().coldStart(List.of(), ""));
            assertTrue(pair.b().views().coldStart(List.of("b"), "").endsWith(": b"));
            final String heard = pair.b().views().coldStart(List.of("a"), "");
            assertTrue(heard.contains("must be off: a is heard"), heard);
            pair.a().kill();
            pair.turns(400);
            pair.b().views().drainNode(false);
            assertNull(pair.b().views().coldStart(List.of("a"), "a burnt down"));
            pair.await("cold start", () -> pair.b().status().role().equals("master"));
            pair.await("written down", () -> !entries(pair.b(), Kind.COLD_START).isEmpty());
            assertEquals(List.of("b: a burnt down"), entries(pair.b(), Kind.COLD_START));
        }
    }
}
