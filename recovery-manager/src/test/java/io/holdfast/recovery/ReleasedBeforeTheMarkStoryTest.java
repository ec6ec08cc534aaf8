package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a master says to have released is of the log epoch that it names, from that epoch's mark on.
 *
 * <p>A master has released burst 20 of an epoch when its replica dies. A new one joins: it is promised the next epoch, and
 * hears heartbeats that name it, before the epoch begins. Then the master dies with packets held in bursts 1 to 3 of the
 * new epoch. Were burst 20 taken for one of the new epoch's, they would count as gone, and never be sent.
 */
class ReleasedBeforeTheMarkStoryTest {
    private static final int RELEASED = 20;

    @Test
    void shouldSendWhatWasHeldInBurstsThatAnEarlierEpochHadReleased() throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.captureFull();
            pair.resend();
            pair.start("a", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.awaitProtected();
            for (int i = 0; i < RELEASED; i++) {
                pair.a().receive(i);
                pair.turn();
            }
            pair.turns(15);
            assertTrue(pair.a().status().workers().getFirst().released() >= RELEASED);
            pair.loseReplica();
            // The promise is made; the mark waits for the streams to the new replica.
            pair.network().holdSnapshotBack();
            pair.start("b", TestPair.SEQUENCER, ReleaseCheck.WHEN_STABLE);
            pair.turns(50);
            pair.network().letSnapshotFlow();
            pair.awaitProtected();
            pair.a().takeSent();

            pair.network().cutControl();
            for (int i = 0; i < 3; i++) {
                pair.a().receive(i);
                pair.turn();
            }
            assertEquals(List.of(), pair.a().takeSent(), "held");
            pair.a().kill();
            pair.await("take-over", () -> pair.b().status().role().equals("master"));
            assertEquals(
                    List.of(RELEASED + 1, RELEASED + 2, RELEASED + 3), pair.b().takeSent());
        }
    }
}
