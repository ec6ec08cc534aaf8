package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    /** Both live, the link between them is cut: the master goes solo, the replica waits, and joins when it is back. */
    @Test
    void shouldGoSoloAndLetTheReplicaWaitWhenTheSyncLinkIsCut() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.network().cutControl();
            pair.network().holdLogBack();
            pair.group().cut(0, 1);
            pair.await("solo", () -> is(pair.a(), "master", "solo"));
            send(pair.a(), 3);
            pair.turns(300);
            assertEquals(3, pair.a().takeSent().size());
            assertTrue(!pair.b().status().role().equals("master"), "two masters");
            pair.network().heal();
            pair.group().heal();
            pair.awaitProtected();
        }
    }

    /** A master that hung and goes on later releases nothing in the old view, and finds its place. */
    @Test
    void shouldReleaseNothingWhenItGoesOnAfterAHang() throws IOException {
        assertEquals(List.of(), sentAfterAHang(NodeFaults.NONE));
    }

    /** The canary: without the lease the packet leaves, and the test above would see it. */
    @Test
    void shouldNoticeAMasterWithoutALease() throws IOException {
        assertEquals(
                1,
                sentAfterAHang(new NodeFaults(
                                ReleaseCheck.WHEN_STABLE,
                                SnapshotFault.NONE,
                                AccessMaker.ORDERED,
                                DiskFault.NONE,
                                true))
                        .size());
    }

    private static List<Integer> sentAfterAHang(final NodeFaults faults) throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, faults)) {
            // Held back for a turn, then acknowledged while the master hangs: stable, but by a lease that has ended.
            pair.a().receive(1);
            pair.a().turn();
            pair.a().hang();
            pair.await("take-over", () -> is(pair.b(), "master", "solo"));
            assertEquals(List.of(), pair.a().takeSent());
            pair.group().cut(0, 1);
            pair.group().cut(0, 2);
            pair.group().dropWhatWaits(0);
            pair.a().goOn();
            pair.turns(50);
            final List<Integer> sent = pair.a().takeSent();
            pair.group().heal();
            if (sent.isEmpty()) {
                pair.swap();
                pair.awaitProtected();
                pair.swap();
            }
            return sent;
        }
    }

    /** Without a majority a protected master goes on; nobody goes solo or takes over. */
    @Test
    void shouldOnlyGoOnProtectedWithoutAMajority() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.group().down(2);
            pair.turns(200);
            send(pair.a(), 5);
            pair.turns(20);
            assertEquals(5, pair.a().takeSent().size(), "a protected master needs no witness");
            pair.a().kill();
            pair.turns(500);
            assertEquals("replica", pair.b().status().role());
            pair.group().up(2);
            pair.await("take-over with a majority", () -> is(pair.b(), "master", "solo"));
        }
    }

    @Test
    void shouldHoldRatherThanGoSoloWithoutAMajority() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.group().down(2);
            pair.b().kill();
            pair.turns(20);
            send(pair.a(), 5);
            pair.turns(300);
            assertEquals(List.of(), pair.a().takeSent());
            assertEquals("protected", pair.a().status().protection());
            pair.group().up(2);
            pair.await("solo with a majority", () -> is(pair.a(), "master", "solo"));
            pair.turns(3);
            assertEquals(5, pair.a().takeSent().size());
        }
    }

    @Test
    void shouldFindItsPlaceAfterARestart() throws IOException {
        try (TestPair pair = protectedPair()) {
            send(pair.a(), 7);
            pair.turns(20);
            pair.a().kill();
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.swap();
            pair.awaitProtected();
            send(pair.a(), 1);
            pair.turns(20);
            assertEquals(List.of(8), pair.a().takeSent());
            pair.swap();
        }
    }

    /** Both were restarted: the state is lost, a view says so, and the group starts again. */
    @Test
    void shouldSayThatTheStateIsLostWhenBothWereRestarted() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.a().kill();
            pair.b().kill();
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await(
                    "protected again",
                    () -> pair.a().status().protection().equals("protected")
                            && pair.b().status().protection().equals("protected")
                            && pair.a().status().view() > 2);
            assertTrue(
                    pair.a().views().history().toString().contains("the state is lost"),
                    pair.a().views().history().toString());
        }
    }

    /** Found by whole nodes in a simulated world: it became master of a new group in the middle of a join. */
    @Test
    void shouldBeginAgainWhenTheStateThatItWasToProtectIsLost() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.a().kill();
            pair.await("take-over", () -> is(pair.b(), "master", "solo"));
            pair.network().holdSnapshotBack();
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await("joining", () -> is(pair.a(), "replica", "joining"));
            pair.b().kill();
            pair.network().letSnapshotFlow();
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await(
                    "protected again",
                    () -> pair.a().status().protection().equals("protected")
                            && pair.b().status().protection().equals("protected"));
            assertTrue(pair.a().views().history().toString().contains("the state is lost"));
        }
    }

    @Test
    void shouldSwitchOver() throws IOException {
        try (TestPair pair = protectedPair()) {
            send(pair.a(), 50);
            pair.turns(20);
            pair.a().views().switchOver();
            pair.swap();
            pair.awaitProtected();
            send(pair.a(), 1);
            pair.turns(20);
            assertEquals(List.of(51), pair.a().takeSent());
            assertTrue(pair.a().views().history().toString().contains("handed over"));
            pair.swap();
        }
    }

    /** Packets come to the old master at every moment of the hand-over: none is lost, none is out of order. */
    @Test
    void shouldLoseNoPacketWhenItHandsOver() throws IOException {
        final List<Integer> sent = sentWhileHandingOver(NodeFaults.NONE);
        assertEquals(IntStream.range(0, 200).boxed().toList(), sent);
    }

    /** The canary: a master that passes nothing on, and the test above would see it. */
    @Test
    void shouldNoticePacketsThatWereNotPassedOn() throws IOException {
        final List<Integer> sent = sentWhileHandingOver(new NodeFaults(
                ReleaseCheck.WHEN_STABLE, SnapshotFault.NONE, AccessMaker.ORDERED, DiskFault.NONE, false, true));
        assertTrue(sent.size() < 200, "nothing was lost");
    }

    /** The neighbours hear of the new master late: for 20 turns after it was ready, packets come to the old one. */
    private static List<Integer> sentWhileHandingOver(final NodeFaults faults) throws IOException {
        try (TestPair pair = TestPair.protectedDecidedPair(TestPair.SEQUENCER, faults)) {
            final List<Integer> sent = new ArrayList<>();
            int turnsAsMaster = 0;
            for (int i = 0; i < 200; i++) {
                if (i == 20) {
                    pair.a().views().switchOver();
                }
                turnsAsMaster += is(pair.b(), "master", "solo") ? 1 : 0;
                (turnsAsMaster < 20 ? pair.a() : pair.b()).receive(i);
                pair.turn();
                sent.addAll(pair.a().takeMarks());
                sent.addAll(pair.b().takeMarks());
            }
            pair.turns(100);
            sent.addAll(pair.b().takeMarks());
            assertTrue(turnsAsMaster > 20, "it was not handed over");
            return sent;
        }
    }

    @Test
    void shouldHandOverWhenDrained() throws IOException {
        try (TestPair pair = protectedPair()) {
            pair.a().views().drainNode(true);
            pair.await("handed over", () -> is(pair.b(), "master", "solo"));
            pair.turns(300);
            assertEquals("starting", pair.a().status().role(), "a drained node does not join");
            pair.a().views().drainNode(false);
            pair.swap();
            pair.awaitProtected();
            pair.swap();
        }
    }
}
