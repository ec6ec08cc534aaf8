package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.simulation.Fiber;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sealing waits for no stream whose store is full: its replay may wait for what has died with the master.
 *
 * <p>1 writes X, its record is lost. 2 reads X, Y and Z in three bursts, of which the store has room for two. Room comes
 * only from replay, and replay waits for 1's write, which never comes.
 */
class SealingStoryTest {
    private static OrderStory masterDiedWithAFullStore() {
        final OrderStory story = new OrderStory(2, 2);
        story.worker(1).writes('X').endsBurst();
        story.worker(2).reads('X').endsBurst().storesNext();
        story.worker(2).reads('Y').endsBurst().storesNext();
        story.worker(2).reads('Z').endsBurst();
        return story;
    }

    @Test
    void shouldSealAStreamThatCannotBeReadToItsEnd() {
        final OrderStory story = masterDiedWithAFullStore();
        assertFalse(story.worker(2).hasRoomForNext(), "the third record stays where it is");
        story.masterDies();
        assertEquals(0, story.lineOf(2), "1's write is missing");
        assertEquals(List.of("2.RX live", "2.RY live"), story.replay(Fiber::suspend));
    }

    @Test
    void shouldLoseNothingThatWasReleased() {
        final OrderStory story = masterDiedWithAFullStore();
        for (int burst = 1; burst <= 3; burst++) {
            assertFalse(story.worker(2).mayRelease(burst), "it depends on 1's write, which nobody has stored");
        }
    }

    /** Who reads on until the stream is at its end waits for ever. */
    @Test
    void shouldGetNoRoomBeforeTheSeal() {
        final OrderStory story = masterDiedWithAFullStore();
        assertThrows(AssertionError.class, () -> story.replay(Fiber::suspend));
        assertFalse(story.worker(2).hasRoomForNext());
    }

    @Test
    void shouldHaveRoomOnceReplayCanGoOn() {
        final OrderStory story = masterDiedWithAFullStore();
        story.worker(1).storesNext();
        story.masterDies();
        assertEquals(List.of("1.WX", "2.RX", "2.RY"), story.replay(Fiber::suspend));
        assertTrue(story.worker(2).hasRoomForNext());
    }
}
