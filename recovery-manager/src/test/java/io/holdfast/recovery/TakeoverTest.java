package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a pair promises when its master fails, told as stories. */
class TakeoverTest {
    private static final ReleaseCheck EARLY = (vectors, index, stable) -> true;

    @Test
    void shouldHoldPacketUntilTheReplicaHasItsRecord() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.network().holdLogBack();
            pair.a().receive(1);
            pair.turns(5);
            assertEquals(List.of(), pair.a().takeSent());
            assertEquals(1, pair.a().status().workers().getFirst().heldPackets());
            pair.network().letLogFlow();
            pair.turns(5);
            assertEquals(List.of(1), pair.a().takeSent());
        }
    }

    @Test
    void shouldGoOnCountingWhereTheKilledMasterStopped() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            for (int i = 0; i < 100; i++) {
                pair.a().receive(i);
            }
            pair.turns(20);
            assertEquals(100, pair.a().takeSent().size());
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().receive(0);
            pair.turns(3);
            assertEquals(List.of(101), pair.b().takeSent());
            assertEquals("lifeline closed", pair.b().status().detection());
            assertEquals("solo", pair.b().status().protection());
            assertNotNull(pair.b().status().takeover());
        }
    }

    @Test
    void shouldAnnounceBeforeForwarding() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.a().kill();
            pair.b().receive(1);
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().receive(2);
            pair.turns(3);
            assertTrue(pair.b().status().takeover().readyNs()
                    >= pair.b().status().takeover().replayedNs());
            assertEquals(List.of(1), pair.b().takeSent(), "what came before the take-over is not forwarded");
        }
    }

    /** Stopped for so long that the replica took over: its lease has ended, and it says so before it has heard of it. */
    @Test
    void shouldReleaseNothingUnderALeaseThatHasEnded() throws IOException {
        assertEquals(List.of(), sentAfterAHang(NodeFaults.NONE));
    }

    /** The canary: without the lease the packet leaves, and the test above would see it. */
    @Test
    void shouldNoticeAMasterThatIgnoresItsLease() throws IOException {
        assertFalse(sentAfterAHang(new NodeFaults(
                        ReleaseCheck.WHEN_STABLE, SnapshotFault.NONE, AccessMaker.ORDERED, DiskFault.NONE, true))
                .isEmpty());
    }

    /** Its workers go on while its own thread is stopped; what changes no state needs no acknowledgement to leave. */
    private static List<Integer> sentAfterAHang(final NodeFaults faults) throws IOException {
        try (TestPair pair = new TestPair(2)) {
            pair.heartbeatTimeoutMs(500);
            pair.start("a", "ForgetfulSequencer;", faults);
            pair.start("b", "ForgetfulSequencer;", faults);
            pair.awaitProtected();
            pair.a().hang();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            final String role = pair.a().status().role();
            assertEquals(faults.ignoresLease() ? "master" : NodeStatus.FENCED, role);
            for (int i = 0; i < 20; i++) {
                // Each is taken in a later turn than the one before, or in the same: the worker has turns to release
                // them.
                pair.a().receive(1);
                pair.await("received", pair.a()::hasTakenAll);
                pair.turns(10);
            }
            return pair.a().takeSent();
        }
    }

    @Test
    void shouldReleaseUnderItsLeaseForAsLongAsItIsEchoed() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            for (int i = 0; i < 500; i++) {
                pair.a().receive(i);
                pair.turn();
                assertEquals("master", pair.a().status().role());
            }
            pair.turns(5);
            assertEquals(500, pair.a().takeSent().size());
        }
    }

    @Test
    void shouldTakeOverFromAHungMasterAfterTheHeartbeatTimeout() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.a().hang();
            pair.turns(90);
            assertEquals("replica", pair.b().status().role());
            pair.turns(40);
            assertEquals("master", pair.b().status().role());
            assertEquals("heartbeat timeout", pair.b().status().detection());
        }
    }

    @Test
    void shouldStopAMasterThatHearsOfANewerView() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.a().hang();
            pair.turns(200);
            pair.a().receive(1);
            pair.a().goOn();
            pair.turns(20);
            assertInstanceOf(NodeFailure.class, pair.a().failure());
            assertTrue(pair.a().failure().getMessage().startsWith("deposed"));
            assertEquals(List.of(), pair.a().takeSent());
        }
    }

    /** A hung master finds a long queue of old messages, and behind it its replica's line closed. */
    @Test
    void shouldNotTakeTheEndOfItsReplicaForItsOwn() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.network().holdLogBack();
            pair.a().receive(1);
            pair.turns(2);
            pair.a().hang();
            for (int i = 0; i < 1000; i++) {
                pair.network().injectControl("a", new byte[] {1, 2, 3});
            }
            pair.turns(200);
            pair.a().goOn();
            pair.turns(20);
            assertEquals(List.of(), pair.a().takeSent(), "what was held is never released by a master that is none");
            assertInstanceOf(NodeFailure.class, pair.a().failure());
            assertTrue(pair.a().failure().getMessage().startsWith("deposed"));
        }
    }

    /** The sync link is cut and healed: of the two masters one stops. */
    @Test
    void shouldNotLeaveTwoMastersWhenTheLinkHeals() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.network().cutControl();
            pair.a().hang();
            pair.turns(150);
            assertEquals("master", pair.b().status().role());
            pair.a().goOn();
            pair.turns(50);
            pair.network().heal();
            pair.turns(50);
            assertInstanceOf(NodeFailure.class, pair.a().failure());
            assertEquals("master", pair.b().status().role());
        }
    }

    /** Timers neither stand still nor run out at once because the new master's clock is another. */
    @Test
    void shouldGoOnWithTheLoggedTimeWhereClocksDiffer() throws IOException {
        for (final long skewNs : new long[] {-3_600_000_000_000L, 3_600_000_000_000L}) {
            try (TestPair pair = new TestPair()) {
                pair.skewClockOfB(skewNs);
                pair.start("a", "Clock;", ReleaseCheck.WHEN_STABLE);
                pair.start("b", "Clock;", ReleaseCheck.WHEN_STABLE);
                pair.awaitProtected();
                pair.a().receive(1);
                pair.turns(5);
                final int before = pair.a().takeSent().getLast();
                pair.a().kill();
                pair.await("take-over", () -> pair.b().status().role().equals("master"));
                pair.turns(10);
                pair.b().receive(1);
                pair.turns(3);
                final int after = pair.b().takeSent().getLast();
                assertTrue(after > before && after < before + 1000, before + " ms, then " + after + " ms");
            }
        }
    }

    @Test
    void shouldNotSendAPacketOfWhichTheLogHadOnlyTheBeginning() throws IOException {
        try (TestPair pair = TestPair.protectedPair("KeepOne;", ReleaseCheck.WHEN_STABLE)) {
            pair.a().receive(1);
            pair.turns(5);
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().receive(2);
            pair.b().receive(3);
            pair.turns(10);
            assertEquals(1, pair.b().takeSent().size(), "the packet that b received itself, not the one replayed");
            assertEquals(1L, pair.b().status().drops().get("takeover.cutOff"));
        }
    }

    @Test
    void shouldNeverForgetWhatItReleasedWhereverTheMasterIsKilled() throws IOException {
        for (long seed = 1; seed <= 40; seed++) {
            killAtRandom(seed, TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
        }
    }

    /** The canary: released before stable, a packet is forgotten, and the test above must see it. */
    @Test
    void shouldNoticeAPairThatReleasesEarly() {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 40; seed++) {
                killAtRandom(seed, TestPair.SEQUENCER, EARLY);
            }
        });
    }

    /** The canary: an element that does not tell of its change is not held. */
    @Test
    void shouldNoticeAnElementThatDoesNotTellOfItsChange() {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 40; seed++) {
                killAtRandom(seed, "ForgetfulSequencer;", ReleaseCheck.WHEN_STABLE);
            }
        });
    }

    /** Numbers that the world has seen must never be given out again, and must come in order. */
    private static void killAtRandom(final long seed, final String graph, final ReleaseCheck check) throws IOException {
        final Random random = new Random(seed);
        final List<Integer> seen = new ArrayList<>();
        try (TestPair pair = TestPair.protectedPair(graph, check)) {
            final int turns = random.nextInt(1, 60);
            for (int i = 0; i < turns; i++) {
                for (int packets = random.nextInt(0, 40); packets > 0; packets--) {
                    pair.a().receive(packets);
                }
                if (random.nextInt(4) == 0) {
                    pair.network().holdLogBack();
                } else if (random.nextInt(3) == 0) {
                    pair.network().letLogFlow();
                }
                pair.turn();
                seen.addAll(pair.a().takeSent());
            }
            // The sync link was as it was at the moment of death: what had not left the master is lost with it.
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            for (int i = 0; i < 20; i++) {
                pair.b().receive(i);
            }
            pair.turns(3);
            seen.addAll(pair.b().takeSent());
        }
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(
                    seen.get(i) > seen.get(i - 1), "seed " + seed + ": " + seen.get(i) + " after " + seen.get(i - 1));
        }
        assertFalse(seen.isEmpty(), "seed " + seed);
    }
}
