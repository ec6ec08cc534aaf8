package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.sbe.BurstRecordDecoder;
import io.holdfast.log.sbe.BurstRecordEncoder;
import io.holdfast.log.sbe.MessageHeaderDecoder;
import io.holdfast.log.sbe.MessageHeaderEncoder;
import io.holdfast.recovery.MemoryNetwork.SnapshotTrouble;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a fresh node becomes the replica of a master that has state and goes on forwarding. */
class JoinTest {
    private static final String LEDGER = "Ledger;";
    private static final NodeFaults FORGETFUL = new NodeFaults(ReleaseCheck.WHEN_STABLE, piece -> true);

    @Test
    void shouldJoinAMasterWithStateAndGoOnCountingAfterItsDeath() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            restartReplica(pair);
            pair.awaitProtected();
            pair.awaitReplayed();
            shouldHaveTheSameState(pair);
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().receive(7);
            pair.turns(3);
            assertEquals(List.of(301), pair.b().takeSent());
        }
    }

    @Test
    void shouldForwardEverythingInOrderWhileAReplicaJoins() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            restartReplica(pair);
            final List<Integer> sent = new ArrayList<>();
            int received = 0;
            for (int turn = 0; turn < 300; turn++) {
                for (int i = turn % 7; i > 0; i--) {
                    pair.a().receive(turn * 5 + i);
                    received++;
                }
                pair.turn();
                sent.addAll(pair.a().takeSent());
            }
            pair.awaitProtected();
            pair.awaitReplayed();
            sent.addAll(pair.a().takeSent());
            assertEquals(IntStream.rangeClosed(301, 300 + received).boxed().toList(), sent);
            assertEquals(0L, pair.a().status().counters().get("joins.abandoned"));
            shouldHaveTheSameState(pair);
        }
    }

    /** The heart of it: whatever was sent by a master that counted as protected is never forgotten. */
    @Test
    void shouldForgetNothingWhereverTheMasterIsKilledOnceItIsProtected() throws IOException {
        for (long seed = 1; seed <= 25; seed++) {
            killAfterJoin(seed, NodeFaults.NONE);
        }
    }

    private static void killAfterJoin(final long seed, final NodeFaults faults) throws IOException {
        final Random random = new Random(seed);
        final List<Integer> seen = new ArrayList<>();
        try (TestPair pair = soloMaster(faults)) {
            restartReplica(pair);
            long turnsLeft = Long.MAX_VALUE;
            while (turnsLeft-- > 0) {
                for (int packets = random.nextInt(0, 12); packets > 0; packets--) {
                    pair.a().receive(random.nextInt(2000));
                }
                if (random.nextInt(4) == 0) {
                    pair.network().holdLogBack();
                } else if (random.nextInt(3) == 0) {
                    pair.network().letLogFlow();
                }
                pair.turn();
                seen.addAll(pair.a().takeSent());
                if (turnsLeft > 100 && pair.a().status().protection().equals("protected")) {
                    turnsLeft = random.nextInt(0, 8);
                }
            }
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().receive(1);
            pair.turns(3);
            seen.addAll(pair.b().takeSent());
        }
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(
                    seen.get(i) > seen.get(i - 1), "seed " + seed + ": " + seen.get(i) + " after " + seen.get(i - 1));
        }
    }

    @Test
    void shouldGoOnAloneWhenTheReplicaDiesInTheMiddleOfTheSnapshot() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            joinUntilSending(pair);
            pair.b().kill();
            pair.await("given up", () -> pair.events().toString().contains("came to nothing"));
            pair.a().receive(1);
            pair.turns(2);
            assertEquals(List.of(301), pair.a().takeSent());
            pair.network().letSnapshotFlow();
            restartReplica(pair);
            pair.awaitProtected();
            pair.awaitReplayed();
            shouldHaveTheSameState(pair);
        }
    }

    /** It is busy, with a slow disk say, when the master has already accepted it, and comes when it has been given up. */
    @Test
    void shouldJoinAgainSoonWhenItConnectedTooLate() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            restartReplica(pair);
            hangBeforeItHearsThatItIsAccepted(pair);
            pair.await("given up", () -> pair.events().toString().contains("it did not connect within 5 s"));
            pair.b().goOn();
            int turns = 0;
            while (!pair.a().status().protection().equals("protected")) {
                pair.turn();
                assertTrue(++turns < 10_000, "not within ten seconds of the pair's time: " + pair.events());
            }
        }
    }

    @Test
    void shouldLetGoOfHeldPacketsWhenTheReplicaDiesJustBeforeItProtects() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            joinUntilSending(pair);
            pair.network().holdLogBack();
            pair.a().receive(1);
            pair.turns(2);
            assertEquals(List.of(301), pair.a().takeSent(), "not held yet");
            pair.network().letSnapshotFlow();
            pair.await("holding", () -> pair.a().status().peerState().equals("joining: holding"));
            pair.a().receive(2);
            pair.turns(3);
            assertEquals(List.of(), pair.a().takeSent());
            assertEquals("solo", pair.a().status().protection());
            pair.b().kill();
            pair.await("given up", () -> pair.events().toString().contains("came to nothing"));
            assertEquals(List.of(302), pair.a().takeSent());
        }
    }

    @Test
    void shouldGiveUpAReplicaThatKeepsTheMasterFromReceiving() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            joinUntilSending(pair);
            pair.network().blockLog();
            pair.a().receive(1);
            pair.turns(60);
            assertEquals(List.of(301), pair.a().takeSent());
            assertTrue(pair.events().toString().contains("it took no log for 50 ms"));
            pair.network().heal();
            pair.network().letSnapshotFlow();
            pair.awaitProtected();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldNoticeADamagedSnapshotAndJoinAgain(final SnapshotTrouble trouble) throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            joinUntilSending(pair);
            pair.network().troubleSnapshot(trouble);
            pair.network().letSnapshotFlow();
            pair.awaitProtected();
            pair.awaitReplayed();
            final String events = pair.events().toString();
            assertTrue(events.contains("b: the master's snapshot cannot be used"), events);
            assertTrue(events.contains("a: the join of b came to nothing: it cannot use the snapshot"), events);
            assertEquals(1L, pair.a().status().counters().get("joins.abandoned"));
            shouldHaveTheSameState(pair);
        }
    }

    @Test
    void shouldSendWhatChangesAfterTheMarkAsItWasAtTheMark() throws IOException {
        try (TestPair pair = changedWhileSending(NodeFaults.NONE)) {
            pair.awaitReplayed();
            assertTrue(pair.a().status().counters().get("snapshot.asideBytes") > 10_000);
            assertEquals(0L, pair.a().status().counters().get("joins.divergences"));
            shouldHaveTheSameState(pair);
        }
    }

    /** The canary: a snapshot with later changes in it has them twice once the log is replayed. */
    @Test
    void shouldNoticeASnapshotThatForgetsHowThingsWere() throws IOException {
        try (TestPair pair = changedWhileSending(FORGETFUL)) {
            pair.await("divergence", () -> pair.a().status().counters().get("joins.divergences") > 0);
            assertTrue(pair.events().toString().contains("b: DIVERGENCE"));
        }
    }

    /** The canary: with one piece wrong that no packet looks at, the comparison of states must still see it. */
    @Test
    void shouldSeeOneWrongPieceInTheComparisonOfStates() throws IOException {
        try (TestPair pair = soloMaster(NodeFaults.NONE)) {
            restartReplica(pair);
            pair.awaitProtected();
            pair.awaitReplayed();
            final Map<String, byte[]> regions = pair.b().regions();
            regions.get("Ledger@1.accounts")[100]++;
            assertThrows(AssertionError.class, () -> shouldBeTheSame(pair.a().regions(), regions));
        }
    }

    /** After the mark 40 packets change what has not been sent, then the snapshot goes on its way. */
    private static TestPair changedWhileSending(final NodeFaults faults) throws IOException {
        final TestPair pair = soloMaster(faults);
        joinUntilSending(pair);
        for (int i = 0; i < 40; i++) {
            pair.a().receive(3 * i);
        }
        pair.turns(10);
        pair.network().letSnapshotFlow();
        pair.turns(200);
        return pair;
    }

    @Test
    void shouldNotTakeARecordOfTheEpochBefore() throws IOException {
        try (TestPair pair = TestPair.protectedPair(LEDGER, ReleaseCheck.WHEN_STABLE)) {
            pair.a().receive(1);
            pair.turn();
            final byte[] old = pair.network().lastRecord();
            pair.loseReplica();
            restartReplica(pair);
            pair.awaitProtected();
            pair.awaitReplayed();
            final long stray = pair.b().status().counters().get("log.stray");
            pair.network().injectLog("b", asNext(old, false, pair));
            pair.turns(10);
            assertEquals(stray + 1, pair.b().status().counters().get("log.stray"));
            pair.awaitReplayed();
            shouldHaveTheSameState(pair);

            // The canary: the same record would do harm if it were taken.
            pair.network().injectLog("b", asNext(old, true, pair));
            pair.turns(10);
            assertTrue(
                    pair.events().toString().contains("b: DIVERGENCE"),
                    pair.events().toString());
        }
    }

    /** The record under the number that the replica takes next, as of the master's present view. */
    private static byte[] asNext(final byte[] record, final boolean ofThisEpoch, final TestPair pair) {
        final BurstRecordDecoder last = new BurstRecordDecoder();
        last.wrapAndApplyHeader(new UnsafeBuffer(pair.network().lastRecord()), 0, new MessageHeaderDecoder());
        final BurstRecordEncoder encoder = new BurstRecordEncoder();
        encoder.wrap(new UnsafeBuffer(record), MessageHeaderEncoder.ENCODED_LENGTH)
                .burst(last.burst() + 1)
                .previous(last.burst())
                .view(last.view());
        if (ofThisEpoch) {
            encoder.epoch(last.epoch());
        }
        return record;
    }

    /** Kill the master, start it again, wait until it protects the other: both nodes get their turn, the first included. */
    @Test
    void shouldSurviveOneKillAfterTheOther() throws IOException {
        try (TestPair pair = TestPair.protectedPair(LEDGER, ReleaseCheck.WHEN_STABLE)) {
            final List<Integer> seen = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 50; i++) {
                    pair.a().receive(round * 31 + i);
                }
                pair.turns(10);
                seen.addAll(pair.a().takeSent());
                pair.a().kill();
                pair.await("take-over", () -> pair.b().status().role().equals("master"));
                pair.swap();
                pair.start(pair.b().name(), LEDGER, ReleaseCheck.WHEN_STABLE);
                pair.awaitProtected();
                pair.awaitReplayed();
                shouldHaveTheSameState(pair);
                seen.addAll(pair.a().takeSent());
            }
            assertEquals(IntStream.rangeClosed(1, 300).boxed().toList(), seen);
        }
    }

    @Test
    void shouldTryAgainLessAndLessOftenWhenReplayAlwaysDiffers() throws IOException {
        try (TestPair pair = TestPair.protectedPair("Nondeterministic;", ReleaseCheck.WHEN_STABLE)) {
            for (int turn = 0; turn < 60_000; turn++) {
                if (turn % 10 == 0) {
                    pair.a().receive(turn);
                }
                pair.turn();
            }
            final long joins = pair.events().stream()
                    .filter(event -> event.contains("joins, log epoch"))
                    .count();
            assertTrue(joins > 5 && joins < 16, "joins in a minute: " + joins);
            assertEquals(6000, pair.a().takeSent().size(), "forwarding never stopped");
        }
    }

    @Test
    void shouldJoinTheMasterThatItHearsOfInsteadOfWaitingForAReplica() throws IOException {
        try (TestPair pair = TestPair.protectedPair(LEDGER, ReleaseCheck.WHEN_STABLE)) {
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.swap();
            pair.network().cutControl();
            pair.start("a", LEDGER, ReleaseCheck.WHEN_STABLE);
            pair.turns(100);
            assertEquals("master", pair.b().status().role(), "it has heard of nobody");
            pair.network().heal();
            pair.awaitProtected();
            assertFalse(pair.events().toString().contains("deposed"));
        }
    }

    /** A master alone that has counted to 300. */
    private static TestPair soloMaster(final NodeFaults faults) throws IOException {
        final TestPair pair = new TestPair();
        pair.start("a", LEDGER, faults);
        pair.start("b", LEDGER, faults);
        pair.awaitProtected();
        for (int i = 0; i < 150; i++) {
            pair.a().receive(i * 17);
        }
        pair.turns(10);
        pair.loseReplica();
        for (int i = 0; i < 150; i++) {
            pair.a().receive(i * 5);
        }
        pair.turns(10);
        assertEquals(
                300, pair.a().takeSent().stream().filter(number -> number > 0).count());
        return pair;
    }

    private static void hangBeforeItHearsThatItIsAccepted(final TestPair pair) {
        pair.b().hang();
        while (!pair.events().toString().contains("replica b joins, log epoch 2")) {
            pair.b().goOn();
            pair.a().hang();
            pair.turn();
            pair.b().hang();
            pair.a().goOn();
            pair.turn();
        }
    }

    private static void restartReplica(final TestPair pair) {
        pair.start("b", LEDGER, ReleaseCheck.WHEN_STABLE);
    }

    /** The replica is started again, and the snapshot stands still after its mark. */
    private static void joinUntilSending(final TestPair pair) {
        pair.network().holdSnapshotBack();
        restartReplica(pair);
        pair.await("sending", () -> pair.a().status().peerState().equals("joining: sending"));
    }

    private static void shouldHaveTheSameState(final TestPair pair) {
        shouldBeTheSame(pair.a().regions(), pair.b().regions());
    }

    private static void shouldBeTheSame(final Map<String, byte[]> expected, final Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }
}
