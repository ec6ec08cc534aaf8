package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.sbe.MessageHeaderEncoder;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** How two nodes become a pair, and stop being one. */
class MembershipTest {
    @Test
    void shouldForwardNothingBeforeAReplicaJoins() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.turns(100);
            pair.a().receive(1);
            pair.turns(100);
            assertEquals(List.of(), pair.a().takeSent());
            assertEquals("none", pair.a().status().protection());
        }
    }

    @Test
    void shouldGoSoloLoudlyWhenNoReplicaComes() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.turns(31_000);
            pair.a().receive(1);
            pair.turns(3);
            assertEquals(List.of(1), pair.a().takeSent());
            assertEquals("solo", pair.a().status().protection());
            assertTrue(
                    pair.events().toString().contains("WARNING"), pair.events().toString());
        }
    }

    @Test
    void shouldGoSoloAndLetGoOfHeldPacketsWhenTheReplicaDies() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.network().holdLogBack();
            pair.a().receive(1);
            pair.turns(3);
            assertEquals(List.of(), pair.a().takeSent());
            pair.b().kill();
            pair.await("solo", () -> pair.a().status().protection().equals("solo"));
            pair.a().receive(2);
            pair.turns(3);
            assertEquals(List.of(1, 2), pair.a().takeSent());
        }
    }

    /** A replica that says that it works but lost a record would have packets held for ever. */
    @Test
    void shouldGoSoloWhenTheLogIsNotAcknowledgedAnyMore() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.network().loseLog(true);
            pair.a().receive(1);
            pair.turns(2);
            pair.network().loseLog(false);
            for (int i = 0; i < 200; i++) {
                pair.a().receive(2);
                pair.turn();
            }
            assertEquals("solo", pair.a().status().protection());
            assertEquals(201, pair.a().takeSent().size());
            assertTrue(
                    pair.events().toString().contains("not acknowledged"),
                    pair.events().toString());
        }
    }

    /** An idle master owes nothing and is owed nothing. */
    @Test
    void shouldStayProtectedWithoutTraffic() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.turns(1000);
            pair.a().receive(1);
            pair.turns(1000);
            assertEquals("protected", pair.a().status().protection());
        }
    }

    /** A replica that fails again and again while it joins does not keep its master from going solo. */
    @Test
    void shouldGoSoloWhenReplicasJoinAndFailAgainAndAgain() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.turns(100);
            for (int epoch = 1; epoch <= 12; epoch++) {
                final String joined = "a: replica b joins, log epoch " + epoch;
                pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
                pair.await(joined, () -> pair.events().contains(joined));
                pair.b().kill();
                pair.turns(2500);
            }
            assertEquals("solo", pair.a().status().protection());
            assertTrue(
                    pair.events().toString().contains("no replica joined"),
                    pair.events().toString());
            pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.awaitProtected();
        }
    }

    @Test
    void shouldStopOneOfTwoThatBothStartedAsMaster() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.turns(60);
            assertEquals("master", pair.a().status().role());
            pair.injectMasterHeartbeat("a", Long.MAX_VALUE);
            pair.turns(2);
            assertTrue(
                    pair.a().failure().getMessage().contains("same member first"),
                    pair.a().failure().getMessage());
        }
    }

    @Test
    void shouldSayThatThePeerIsOfAnotherRelease() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            final byte[] message = new byte[40];
            final MessageHeaderEncoder header = new MessageHeaderEncoder();
            header.wrap(new UnsafeBuffer(message), 0)
                    .blockLength(8)
                    .templateId(10)
                    .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                    .version(99);
            for (int i = 0; i < 3; i++) {
                pair.network().injectControl("b", message);
                pair.turns(10);
            }
            assertEquals(
                    1,
                    pair.events().stream()
                            .filter(event -> event.contains("version 99") && event.contains("same release"))
                            .count(),
                    pair.events().toString());
        }
    }

    @Test
    void shouldRefuseAReplicaWithAnotherGraph() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.start("b", "Nondeterministic;", ReleaseCheck.WHEN_STABLE);
            pair.await("refusal", () -> pair.b().failure() != null);
            assertTrue(
                    pair.b().failure().getMessage().contains("same graph"),
                    pair.b().failure().getMessage());
        }
    }

    @Test
    void shouldNoticeDivergenceAndGoSolo() throws IOException {
        try (TestPair pair = TestPair.protectedPair("Nondeterministic;", ReleaseCheck.WHEN_STABLE)) {
            pair.a().receive(1);
            pair.await("solo", () -> pair.a().status().protection().equals("solo"));
            final String events = pair.events().toString();
            assertTrue(events.contains("b: DIVERGENCE: replay of burst 1"), events);
            assertTrue(events.contains("WARNING: view 3: DIVERGENCE"), events);
            assertEquals(1L, pair.a().status().counters().get("joins.divergences"));
        }
    }

    @Test
    void shouldCountAndIgnoreGarbageFromStrangers() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            final Random random = new Random(7);
            for (int i = 0; i < 200; i++) {
                final byte[] garbage = new byte[random.nextInt(0, 200)];
                random.nextBytes(garbage);
                pair.network().injectControl(i % 2 == 0 ? "a" : "b", garbage);
                pair.network().injectLog("b", garbage);
            }
            pair.a().receive(1);
            pair.turns(50);
            assertEquals(List.of(1), pair.a().takeSent());
            assertEquals("protected", pair.a().status().protection());
            assertEquals(100, pair.a().status().counters().get("control.invalid"));
            assertEquals(100, pair.b().status().counters().get("control.invalid"));
            assertEquals(200, pair.b().status().counters().get("log.invalid"));
        }
    }
}
