package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pair and a witness do whose views are decided by registers: real nodes, in memory, told as stories. */
class DecidedViewsTest {
    private static TestPair protectedPair() throws IOException {
        return TestPair.protectedDecidedPair(TestPair.SEQUENCER, NodeFaults.NONE);
    }

    private static boolean is(final TestPair.TestNode node, final String role, final String protection) {
        return node.status().role().equals(role) && node.status().protection().equals(protection);
    }

    private static void send(final TestPair.TestNode node, final int count) {
        for (int i = 0; i < count; i++) {
            node.receive(i);
        }
    }

    @Test
    void shouldDecideStartAndAdmission() throws IOException {
        try (TestPair pair = protectedPair()) {
            send(pair.a(), 10);
            pair.turns(20);
            assertEquals(10, pair.a().takeSent().size());
            assertEquals(2, pair.a().status().view());
            assertEquals(2, pair.b().status().view());
        }
    }

    @Test
    void shouldTakeOverFromADeadMaster() throws IOException {
        try (TestPair pair = protectedPair()) {
            send(pair.a(), 100);
            pair.turns(20);
            assertEquals(100, pair.a().takeSent().size());
            pair.a().kill();
            pair.await("take-over", () -> is(pair.b(), "master", "solo"));
            send(pair.b(), 1);
            pair.turns(3);
            assertEquals(List.of(101), pair.b().takeSent());
            assertEquals(3, pair.b().status().view());
            pair.swap();
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.swap();
        }
    }

    @Test
    void shouldGoSoloWhenTheReplicaIsDead() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.b().kill();
            pair.await("solo", () -> is(pair.a(), "master", "solo"));
            send(pair.a(), 5);
            pair.turns(5);
            assertEquals(5, pair.a().takeSent().size());
        }
    }
}
