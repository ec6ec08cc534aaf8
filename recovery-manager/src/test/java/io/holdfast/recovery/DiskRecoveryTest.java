package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair that loses both nodes' memory goes on from the replica's disk, told as stories. */
class DiskRecoveryTest {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path home;

    @Test
    void shouldGoOnWhereBothNodesWereKilled() throws IOException {
        try (TestPair pair = new TestPair(1, home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 100);
            final Map<String, byte[]> before = pair.a().regions();
            killBoth(pair);
            startBoth(pair, TestPair.SEQUENCER);
            pair.await("recovery", () -> pair.b().status().role().equals("master"));
            assertSameState(before, pair.b().regions());
            assertEquals("restarted from the log on disk", pair.b().status().detection());
            assertTrue(pair.b().status().view() > 2, "the next view");
            assertGoesOn(pair, 101);
        }
    }

    /** The restarted replica is the member that it was, and takes over from a master that was restarted, too. */
    @Test
    void shouldGoOnAsTheSameMemberWhereRegistersDecide() throws IOException {
        try (TestPair pair = TestPair.decidedPair(home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 100);
            final Map<String, byte[]> before = pair.a().regions();
            killBoth(pair);
            startBoth(pair, TestPair.SEQUENCER);
            pair.await("recovery", () -> pair.b().status().role().equals("master"));
            assertSameState(before, pair.b().regions());
            final String history = pair.b().views().history().toString();
            assertTrue(history.contains("view 3 solo(1.1)"), history);
            assertFalse(history.contains("state is lost"), history);
            assertGoesOn(pair, 101);
        }
    }

    /** Its master is dead for good: with the witness's vote the log on the disk is enough. */
    @Test
    void shouldGoOnFromTheDiskAloneWithAMajority() throws IOException {
        try (TestPair pair = TestPair.decidedPair(home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 10);
            killBoth(pair);
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await("recovery", () -> pair.b().status().role().equals("master"));
            pair.b().takeSent();
            pair.b().receive(1);
            pair.await("sent", () -> pair.b().takeSent().equals(List.of(11)));
        }
    }

    /** What is on the disk is old by then: the master that lives has gone on. */
    @Test
    void shouldJoinAnewWhereTheMasterLives() throws IOException {
        try (TestPair pair = TestPair.decidedPair(home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 10);
            pair.b().kill();
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await("solo", () -> pair.a().views().history().size() > 2);
            send(pair.a(), pair, 11, 20);
            pair.awaitProtected();
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().takeSent();
            pair.b().receive(1);
            pair.await("sent", () -> pair.b().takeSent().equals(List.of(31)));
        }
    }

    @Test
    void shouldGiveUpTheStateByAViewWhereTheLogCannotBeUsed() throws IOException {
        try (TestPair pair = TestPair.decidedPair(home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 3);
            killBoth(pair);
            startBoth(pair, "Clock;");
            pair.await("protected again", () -> isPair(pair));
            assertTrue(
                    pair.events().stream().anyMatch(line -> line.contains("another graph: ITS STATE IS LOST")),
                    pair.events().toString());
            final String history = pair.b().views().history().toString();
            assertTrue(history.contains("the state is lost"), history);
        }
    }

    private static boolean isPair(final TestPair pair) {
        return pair.a().status().protection().equals("protected")
                && pair.b().status().protection().equals("protected");
    }

    @Test
    void shouldNeverForgetWhatItReleasedWhereRegistersDecide() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            killBothAtRandom(seed, false, TestPair.decidedPair(home.resolve("decided-" + seed)));
        }
    }

    /** What a new replica has on its disk takes the place of the old log, also where roles have changed. */
    @Test
    void shouldGoOnFromTheNewestOfTwoLogs() throws IOException {
        try (TestPair pair = new TestPair(1, home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 10);
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.swap();
            pair.awaitProtected();
            pair.a().takeSent();
            send(pair, 20);
            killBoth(pair);
            pair.swap();
            startBoth(pair, TestPair.SEQUENCER);
            pair.await("recovery", () -> pair.a().status().role().equals("master"));
            pair.awaitProtected();
            pair.a().takeSent();
            pair.a().receive(1);
            pair.await("sent", () -> pair.a().takeSent().equals(List.of(31)));
        }
    }

    @Test
    void shouldNeverForgetWhatItReleasedWheneverBothAreKilled() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            killBothAtRandom(seed, false, new TestPair(1, home.resolve("seed-" + seed)));
        }
    }

    /** The canary: acknowledged before it is on the disk, what was released is forgotten. */
    @Test
    void shouldNoticeAReplicaThatAcknowledgesBeforeTheDiskHasIt() {
        final AssertionError seen = assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= 3; seed++) {
                killBothAtRandom(seed, true, new TestPair(1, home.resolve("early-" + seed)));
            }
        });
        assertTrue(seen.getMessage().contains(" after "), seen.getMessage());
    }

    private static void killBothAtRandom(final long seed, final boolean acknowledgesEarly, final TestPair made) {
        final Random random = new Random(seed);
        final StallingDisk disk = new StallingDisk();
        final List<Integer> seen = new ArrayList<>();
        try (TestPair pair = made) {
            begin(pair, faults(acknowledgesEarly, disk));
            // Also without waiting for it, the snapshot is on the disk by then.
            final long snapshotNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            while (System.nanoTime() < snapshotNs) {
                pair.turn();
            }
            final int stallTurn = random.nextInt(10, 100);
            for (int i = 0; i < 120; i++) {
                if (i == stallTurn) {
                    disk.stall(System.nanoTime() + LIMIT_NS);
                }
                for (int packets = random.nextInt(0, 4); packets > 0; packets--) {
                    pair.a().receive(packets);
                }
                pair.turn();
                seen.addAll(pair.a().takeSent());
            }
            // What the archive has not written is lost, as when the machine loses its power.
            disk.fail();
            killBoth(pair);
            startBoth(pair, TestPair.SEQUENCER);
            pair.await("recovery", () -> pair.b().status().role().equals("master"));
            pair.b().takeSent();
            pair.b().receive(1);
            pair.await("sent", () -> {
                seen.addAll(pair.b().takeSent());
                return pair.b().hasTakenAll();
            });
        }
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(
                    seen.get(i) > seen.get(i - 1), "seed " + seed + ": " + seen.get(i) + " after " + seen.get(i - 1));
        }
        assertFalse(seen.isEmpty(), "seed " + seed);
    }

    @Test
    void shouldSayThatTheStateIsLostWhereTheGraphIsAnother() throws IOException {
        try (TestPair pair = new TestPair(1, home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 3);
            killBoth(pair);
            startBoth(pair, "Clock;");
            pair.awaitProtected();
            assertTrue(
                    pair.events().stream().anyMatch(line -> line.contains("another graph: ITS STATE IS LOST")),
                    pair.events().toString());
        }
    }

    /** It may be cut off from a master that lives. */
    @Test
    void shouldNotBecomeMasterFromDiskWhileTheOtherNodeIsSilent() throws IOException {
        try (TestPair pair = new TestPair(1, home)) {
            begin(pair, NodeFaults.NONE);
            send(pair, 3);
            killBoth(pair);
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (System.nanoTime() < deadline) {
                pair.turn();
            }
            assertEquals("starting", pair.b().status().role());
        }
    }

    private static void begin(final TestPair pair, final NodeFaults ofB) {
        pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
        pair.start("b", TestPair.SEQUENCER, ofB);
        pair.awaitProtected();
        pair.a().takeSent();
    }

    /** Numbers from one on go out. */
    private static void send(final TestPair.TestNode node, final TestPair pair, final int first, final int count) {
        final List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            node.receive(i);
        }
        pair.await("sent", () -> {
            sent.addAll(node.takeSent());
            return sent.size() == count;
        });
        assertEquals(first, sent.getFirst());
    }

    /** Numbers go out from the present master, and the replica has replayed them. */
    private static void send(final TestPair pair, final int count) {
        final List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pair.a().receive(i);
        }
        pair.await("sent", () -> {
            sent.addAll(pair.a().takeSent());
            return sent.size() == count;
        });
        pair.awaitReplayed();
    }

    private static void killBoth(final TestPair pair) {
        pair.a().kill();
        pair.b().kill();
    }

    private static void startBoth(final TestPair pair, final String graph) {
        pair.start("a", graph, NodeFaults.NONE);
        pair.start("b", graph, NodeFaults.NONE);
    }

    private static NodeFaults faults(final boolean acknowledgesEarly, final StallingDisk disk) {
        return new NodeFaults(
                ReleaseCheck.WHEN_STABLE,
                SnapshotFault.NONE,
                AccessMaker.ORDERED,
                new DiskFault(acknowledgesEarly, () -> disk),
                false);
    }

    /** Where recovery led to a master, it is protected again, and counts on from where it was. */
    private static void assertGoesOn(final TestPair pair, final int number) {
        pair.swap();
        pair.awaitProtected();
        pair.a().takeSent();
        pair.a().receive(1);
        pair.await("sent", () -> pair.a().takeSent().equals(List.of(number)));
    }

    private static void assertSameState(final Map<String, byte[]> expected, final Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertTrue(Arrays.equals(bytes, actual.get(name)), name));
    }
}
