package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code takeover.resend}: what a master held when it died, told as stories. */
class ResendTest {
    private static TestPair pair(final boolean capturesFull, final boolean resends) throws IOException {
        final TestPair pair = new TestPair();
        if (capturesFull) {
            pair.captureFull();
        }
        if (resends) {
            pair.resend();
        }
        pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
        pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
        pair.awaitProtected();
        pair.a().takeSent();
        return pair;
    }

    /** The replica has three records; the master dies before it hears so. */
    private static List<Integer> sentByTheNewMaster(final TestPair pair) {
        pair.network().cutControl();
        for (int i = 0; i < 3; i++) {
            pair.a().receive(i);
            pair.turn();
        }
        assertEquals(List.of(), pair.a().takeSent(), "nothing is acknowledged");
        return killAndTakeOver(pair);
    }

    private static List<Integer> killAndTakeOver(final TestPair pair) {
        pair.a().kill();
        pair.await("take-over", () -> pair.b().status().role().equals("master"));
        return pair.b().takeSent();
    }

    @Test
    void shouldSendWhatTheOldMasterHeld() throws IOException {
        try (TestPair pair = pair(true, true)) {
            assertEquals(List.of(1, 2, 3), sentByTheNewMaster(pair));
            pair.b().receive(9);
            pair.turns(3);
            assertEquals(List.of(4), pair.b().takeSent(), "and goes on behind it");
            assertTrue(
                    pair.events().stream().anyMatch(line -> line.contains("3 packets sent again")),
                    pair.events()::toString);
        }
    }

    @Test
    void shouldSendNothingAgainByDefault() throws IOException {
        try (TestPair pair = pair(true, false)) {
            assertEquals(List.of(), sentByTheNewMaster(pair));
            pair.b().receive(9);
            pair.turns(3);
            assertEquals(List.of(4), pair.b().takeSent());
        }
    }

    @Test
    void shouldNotSendPacketsOfWhichTheLogHadOnlyTheBeginning() throws IOException {
        try (TestPair pair = pair(false, true)) {
            assertEquals(List.of(), sentByTheNewMaster(pair));
        }
    }

    @Test
    void shouldNotSendWhatTheOldMasterHadSaidToBeGone() throws IOException {
        try (TestPair pair = pair(true, true)) {
            for (int i = 0; i < 20; i++) {
                pair.a().receive(i);
                pair.turn();
            }
            pair.turns(15);
            assertEquals(20, pair.a().takeSent().size());
            // A heartbeat says so.
            pair.await("nothing kept", () -> pair.b().status().counters().get("resend.kept") == 0L);
            assertEquals(List.of(), killAndTakeOver(pair));
        }
    }

    /** The master had no time to say so: a peer sees these packets twice, and in order both times. */
    @Test
    void shouldSendTwiceWhatTheOldMasterHadNoTimeToSayOf() throws IOException {
        try (TestPair pair = pair(true, true)) {
            pair.turns(5);
            pair.a().receive(1);
            pair.a().receive(2);
            pair.await(
                    "released",
                    () -> pair.a().heldPackets() == 0
                            && pair.a().status().workers().getFirst().released() > 0);
            final List<Integer> first = pair.a().takeSent();
            assertEquals(List.of(1, 2), first);
            final List<Integer> again = killAndTakeOver(pair);
            assertTrue(again.isEmpty() || again.equals(first) || again.equals(List.of(2)), again::toString);
        }
    }

    /** Wherever the master dies: nothing is missing that a replica has, and first copies come in order. */
    @Test
    void shouldLeaveNoGapWhereverTheMasterIsKilled() throws IOException {
        int repeated = 0;
        for (long seed = 1; seed <= 25; seed++) {
            final Random random = new Random(seed);
            try (TestPair pair = pair(true, true)) {
                final List<Integer> seen = new ArrayList<>();
                for (int turns = random.nextInt(1, 40); turns > 0; turns--) {
                    for (int packets = random.nextInt(0, 20); packets > 0; packets--) {
                        pair.a().receive(packets);
                    }
                    pair.turn();
                    seen.addAll(pair.a().takeSent());
                }
                pair.turn();
                seen.addAll(pair.a().takeSent());
                final List<Integer> again = killAndTakeOver(pair);
                pair.b().receive(1);
                pair.turns(3);
                again.addAll(pair.b().takeSent());
                repeated += again.size() - 1;
                checkNoGap(seed, seen, again);
            }
        }
        assertTrue(repeated > 0, "nothing was ever sent again");
    }

    private static void checkNoGap(final long seed, final List<Integer> seen, final List<Integer> again) {
        int next = 1;
        for (final int number : seen) {
            assertEquals(next++, number, "seed " + seed + ": the old master's");
        }
        final int from = again.getFirst();
        assertTrue(from <= next, "seed " + seed + ": " + from + " after " + (next - 1));
        for (int i = 0; i < again.size(); i++) {
            assertEquals(from + i, again.get(i), "seed " + seed + ": the new master's");
        }
        assertTrue(again.getLast() >= next, "seed " + seed);
    }
}
