package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A replica that lets records pile up, told as stories. */
class LazyReplayTest {
    private static final int DELAY_MS = 50;
    private static final int LONG_MS = 10_000;

    @Test
    void shouldAcknowledgeAtOnceAndReplayLater() throws IOException {
        try (TestPair pair = lazyPair(1, DELAY_MS)) {
            final long before = replayed(pair);
            pair.a().receive(1);
            pair.turns(DELAY_MS / 2);
            assertEquals(List.of(1), pair.a().takeSent(), "release does not wait for replay");
            assertEquals(before, replayed(pair), "replayed too early");
            pair.turns(DELAY_MS);
            assertTrue(replayed(pair) > before, "never replayed");
        }
    }

    /** Turns of a microsecond, in each of which a record comes: it may wait for a few more, but not for ever. */
    @Test
    void shouldReplayWhileRecordsComeWithoutEnd() throws IOException {
        try (TestPair pair = TestPair.protectedPair(TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE)) {
            pair.turnNs(1_000);
            for (int turn = 0; turn < 20_000; turn++) {
                pair.a().receive(turn);
                pair.turn();
                pair.a().takeSent();
            }
            final NodeStatus.WorkerStatus worker = pair.b().status().workers().getFirst();
            assertTrue(worker.logged() > 10_000, worker::toString);
            assertTrue(worker.logged() - worker.replayed() <= 5, worker::toString);
        }
    }

    @Test
    void shouldReplayEarlierWhereTheStoreIsHalfFull() throws IOException {
        try (TestPair pair = lazyPair(1, LONG_MS)) {
            final long piles = pair.b().status().counters().get("replay.piles");
            final long before = replayed(pair);
            int turns = 0;
            while (replayed(pair) == before) {
                for (int i = 0; i < 32; i++) {
                    pair.a().receive(i);
                }
                pair.turn();
                pair.a().takeSent();
                turns++;
                assertTrue(turns < LONG_MS / 2, "replayed after the delay only");
            }
            assertTrue(turns > 50, "replayed before the store was half full: " + turns);
            assertEquals(piles + 1, pair.b().status().counters().get("replay.piles"));
        }
    }

    @Test
    void shouldReplayThePileBeforeItTakesOver() throws IOException {
        try (TestPair pair = lazyPair(1, LONG_MS)) {
            final int count = 30;
            final long before = replayed(pair);
            for (int i = 0; i < count; i++) {
                pair.a().receive(i);
            }
            final int[] sent = new int[1];
            pair.await("sent", () -> {
                sent[0] += pair.a().takeSent().size();
                return sent[0] == count;
            });
            assertEquals(before, replayed(pair), "nothing has piled up");
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            pair.b().takeSent();
            pair.b().receive(0);
            pair.await("sent", () -> pair.b().takeSent().equals(List.of(count + 1)));
        }
    }

    private static TestPair lazyPair(final int workers, final int delayMs) throws IOException {
        final TestPair pair = new TestPair(workers);
        pair.replayDelayMs(delayMs);
        pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
        pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
        pair.awaitProtected();
        // What was replayed hot while joining is done with.
        pair.turns(2 * DELAY_MS);
        pair.a().takeSent();
        return pair;
    }

    private static long replayed(final TestPair pair) {
        return pair.b().status().workers().getFirst().replayed();
    }
}
