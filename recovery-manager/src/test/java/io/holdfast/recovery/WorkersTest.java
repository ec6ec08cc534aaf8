package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.TestElements.Astray;
import io.holdfast.recovery.TestElements.Stuck;
import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.recovery.order.FaultyAccess;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pair promises whose nodes have several workers, each on a thread of its own: the stories of one worker again. */
@Timeout(120)
class WorkersTest {
    private static final String LEDGER = "Ledger;";
    private static final int CANARY_SEEDS = 200;
    private static final NodeFaults EARLY =
            new NodeFaults((vectors, index, stable) -> true, SnapshotFault.NONE, AccessMaker.ORDERED);
    private static final NodeFaults NEVER_MERGES = new NodeFaults(
            ReleaseCheck.WHEN_STABLE,
            SnapshotFault.NONE,
            (worker, variables, waiting, notes) ->
                    new FaultyAccess(FaultyAccess.Fault.FORGETS_TO_MERGE, worker, variables, waiting, notes));
    private static final NodeFaults FORGETFUL =
            new NodeFaults(ReleaseCheck.WHEN_STABLE, piece -> true, AccessMaker.ORDERED);

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldReplayBitByBitWhatTheWorkersDid(final int workers) throws IOException {
        try (TestPair pair = TestPair.protectedPair(workers, LEDGER, NodeFaults.NONE)) {
            final Set<Integer> seen = new HashSet<>();
            feed(pair, new Random(1), 5_000, seen);
            awaitRest(pair, seen);
            assertEquals(5_000, seen.size());
            // A status is up to 5 ms old.
            pair.await(
                    "every worker has worked",
                    () -> pair.a().status().workers().stream().allMatch(worker -> worker.logged() > 0));
            shouldHaveTheSameState(pair);
        }
    }

    /** The heart of it: what left the box is never forgotten, whichever worker's log is behind. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldNeverForgetWhatItReleasedWhereverTheMasterIsKilled(final int workers) throws IOException {
        for (long seed = 1; seed <= 12; seed++) {
            killAtRandom(seed, workers, NodeFaults.NONE);
        }
    }

    /** The canary: released before stable, packets are forgotten. */
    @Test
    void shouldNoticeAPairThatReleasesEarly() {
        shouldNotice(EARLY);
    }

    /** The canary: what another worker's record is needed for does not wait for it. */
    @Test
    void shouldNoticeAWorkerThatDoesNotMergeTheOthersVectors() {
        shouldNotice(NEVER_MERGES);
    }

    private static void shouldNotice(final NodeFaults faults) {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= CANARY_SEEDS; seed++) {
                killAtRandom(seed, 2, faults);
            }
        });
    }

    /** Numbers that the world has seen are never given out again, and every worker's come in order. */
    private static void killAtRandom(final long seed, final int workers, final NodeFaults faults) throws IOException {
        final Random random = new Random(seed);
        final Set<Integer> seen = new HashSet<>();
        try (TestPair pair = TestPair.protectedPair(workers, LEDGER, faults)) {
            final int rounds = random.nextInt(1, 30);
            for (int round = 0; round < rounds; round++) {
                if (random.nextInt(4) == 0) {
                    pair.network().holdLogBack(random.nextInt(workers));
                } else if (random.nextInt(3) == 0) {
                    pair.network().letLogFlow();
                }
                feed(pair, random, random.nextInt(1, 40), seen);
            }
            take(pair.a(), workers, seen);
            pair.a().kill();
            // What the last turns let go before the end.
            take(pair.a(), workers, seen);
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.swap();
            feed(pair, random, 40, seen);
            pair.await("forwarded", () -> pair.a().hasTakenAll());
            pair.turns(50);
            take(pair.a(), workers, seen);
        } catch (final AssertionError e) {
            throw new AssertionError("seed " + seed + " with " + workers + " workers: " + e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldTakeInAReplicaWhileItForwards(final int workers) throws IOException {
        try (TestPair pair = soloMaster(workers, NodeFaults.NONE)) {
            final Set<Integer> seen = new HashSet<>();
            final Random random = new Random(workers);
            pair.start("b", LEDGER, NodeFaults.NONE);
            final long deadlineNs = System.nanoTime() + 30_000_000_000L;
            while (!pair.a().status().protection().equals("protected")) {
                feed(pair, random, 10, seen);
                assertTrue(System.nanoTime() < deadlineNs, pair.events().toString());
            }
            assertEquals(2L, pair.a().status().counters().get("joins.completed"));
            awaitRest(pair, seen);
            shouldHaveTheSameState(pair);
            pair.startEpochClock();
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.swap();
            feed(pair, random, 100, seen);
            pair.await("forwarded", () -> pair.a().hasTakenAll());
            pair.turns(50);
            take(pair.a(), workers, seen);
        }
    }

    /** The canary: a snapshot in which pieces are as they became after the mark. */
    @Test
    void shouldNoticeASnapshotThatForgetsHowThingsWere() throws IOException {
        try (TestPair pair = soloMaster(2, FORGETFUL)) {
            final Set<Integer> seen = new HashSet<>();
            final Random random = new Random(1);
            pair.network().holdSnapshotBack();
            pair.start("b", LEDGER, NodeFaults.NONE);
            pair.await("sending", () -> pair.a().status().peerState().equals("joining: sending"));
            feed(pair, random, 200, seen);
            pair.await("taken", () -> pair.a().hasTakenAll());
            pair.network().letSnapshotFlow();
            pair.await("divergence", () -> pair.a().status().counters().get("joins.divergences") > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldGoSoloAndLetGoOfWhatItHeldWhenTheReplicaDies(final int workers) throws IOException {
        try (TestPair pair = TestPair.protectedPair(workers, LEDGER, NodeFaults.NONE)) {
            pair.network().holdLogBack();
            final Set<Integer> seen = new HashSet<>();
            for (int mark = 0; mark < 40; mark++) {
                pair.a().receive(mark);
            }
            pair.await("held", () -> pair.a().heldPackets() == 40);
            take(pair.a(), workers, seen);
            assertEquals(Set.of(), seen);
            pair.b().kill();
            pair.await("solo", () -> pair.a().status().protection().equals("solo"));
            pair.await("let go", () -> {
                take(pair.a(), workers, seen);
                return seen.size() == 40;
            });
            assertTrue(pair.events().toString().contains("going SOLO"));
        }
    }

    /** Both nodes die in turn, again and again; each that is started again joins. */
    @Test
    void shouldSurviveOneKillAfterTheOther() throws IOException {
        try (TestPair pair = TestPair.protectedPair(2, LEDGER, NodeFaults.NONE)) {
            final Random random = new Random(5);
            final Set<Integer> seen = new HashSet<>();
            for (int round = 0; round < 6; round++) {
                feed(pair, random, 300, seen);
                take(pair.a(), 2, seen);
                if (round % 2 == 0) {
                    pair.b().kill();
                    pair.await("solo", () -> pair.a().status().protection().equals("solo"));
                } else {
                    pair.a().kill();
                    take(pair.a(), 2, seen);
                    pair.await("take-over", () -> pair.b().status().role().equals("master"));
                    pair.swap();
                }
                pair.start(pair.b().name(), LEDGER, NodeFaults.NONE);
                pair.awaitProtected();
            }
            awaitRest(pair, seen);
            shouldHaveTheSameState(pair);
        }
    }

    @Test
    void shouldNameTheVariableOfADivergenceAndJoinAnew() throws IOException {
        Astray.arm();
        try (TestPair pair = TestPair.protectedPair(2, "box :: Astray;", NodeFaults.NONE)) {
            pair.a().receive(1);
            pair.await("one packet", () -> pair.a().takeSent(1).equals(List.of(1)));
            // Worker 0's first burst with a packet.
            pair.a().receive(Astray.MARK);
            pair.await("alarm", () -> !pair.b().status().alarms().isEmpty());
            final String alarm = pair.b().status().alarms().getFirst();
            assertTrue(
                    alarm.contains("of worker 0 differs: writes box.wrong where the log has write of box.right"),
                    alarm);
            pair.await("alarm", () -> pair.a().status().alarms().contains(alarm));
            assertTrue(pair.events().contains("b: " + alarm + "; joining again with a fresh state"));
            assertTrue(
                    pair.events().stream().anyMatch(event -> event.startsWith("a: WARNING") && event.contains(alarm)),
                    pair.events().toString());
            pair.awaitProtected();
            pair.a().receive(2);
            pair.await("number 3", () -> pair.a().takeSent(0).contains(3));
            assertEquals(1L, pair.a().status().counters().get("joins.divergences"));
        }
    }

    /** A node whose worker hangs does not say that it works, although its other threads do. */
    @Test
    void shouldTakeOverFromAMasterOfWhichOneWorkerHangs() throws IOException {
        try (TestPair pair = new TestPair(2)) {
            pair.heartbeatTimeoutMs(2000);
            pair.start("a", "Stuck;", NodeFaults.NONE);
            pair.start("b", "Stuck;", NodeFaults.NONE);
            pair.awaitProtected();
            Stuck.hangFor(6_000_000_000L);
            pair.a().receive(Stuck.MARK);
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            assertEquals("heartbeat timeout", pair.b().status().detection());
            pair.await("deposed", () -> pair.a().failure() != null);
            pair.b().receive(1);
            pair.await("goes on", () -> pair.b().takeSent(1).contains(1));
        }
    }

    /** A master alone that has numbered 300 packets. */
    private static TestPair soloMaster(final int workers, final NodeFaults faults) throws IOException {
        final TestPair pair = TestPair.protectedPair(workers, LEDGER, faults);
        pair.loseReplica();
        feed(pair, new Random(9), 300, new HashSet<>());
        pair.await("taken", () -> pair.a().hasTakenAll());
        return pair;
    }

    /** Packets for all workers come in at the master, and leave, in the midst of turns. */
    private static void feed(final TestPair pair, final Random random, final int packets, final Set<Integer> seen) {
        for (int i = 0; i < packets; i++) {
            pair.a().receive(random.nextInt(2000));
            if (i % 8 == 7) {
                pair.turn();
                take(pair.a(), pair.workers(), seen);
            }
        }
        pair.turn();
    }

    /** Notes what was sent; a number that was seen before has been given out twice. */
    private static void take(final TestPair.TestNode node, final int workers, final Set<Integer> seen) {
        for (int worker = 0; worker < workers; worker++) {
            int last = 0;
            for (final int number : node.takeSent(worker)) {
                assertTrue(seen.add(number), "number " + number + " was given out twice");
                assertTrue(number > last, number + " left behind " + last);
                last = number;
            }
        }
    }

    /** Timers stand still, everything has left, and the replica has replayed it. */
    private static void awaitRest(final TestPair pair, final Set<Integer> seen) {
        pair.await("taken", () -> pair.a().hasTakenAll());
        pair.stopEpochClock();
        pair.awaitReplayed();
        pair.await("released", () -> pair.a().heldPackets() == 0);
        pair.turns(50);
        pair.awaitReplayed();
        take(pair.a(), pair.workers(), seen);
    }

    private static void shouldHaveTheSameState(final TestPair pair) {
        final Map<String, byte[]> expected = pair.a().regions();
        final Map<String, byte[]> actual = pair.b().regions();
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(actual.keySet()));
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }
}
