package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.simulation.Fiber;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stories of DESIGN section 7, and their relatives. */
class OrderStoriesTest {
    /** (a) 1 reads X, its burst ends unstored; 2 writes X, stored, released. */
    @Test
    void shouldNotBeCutByAMissingReader() {
        final OrderStory story = new OrderStory(2);
        story.worker(1).reads('X').endsBurst();
        story.worker(2).writes('X').endsBurst().storesNext();
        assertTrue(story.worker(2).mayRelease(1), "nothing that 2 wrote depends on what 1 read");
        story.masterDies();
        assertEquals(0, story.lineOf(1));
        assertEquals(1, story.lineOf(2), "what was released is before the line");
        assertEquals(List.of("2.WX"), story.replay(Fiber::suspend));
    }

    /** (b) 2 writes X, 1 reads X and ends, 1 writes X and ends, 2 reads X again and ends; 2's record, 1's first stored. */
    @Test
    void shouldKeepWhatWasReleasedAlthoughABurstIsCutInItsMiddle() {
        final OrderStory story = new OrderStory(2);
        story.worker(2).writes('X');
        story.worker(1).reads('X').endsBurst();
        story.worker(1).writes('X').endsBurst();
        story.worker(2).reads('X').endsBurst();
        story.worker(2).storesNext();
        story.worker(1).storesNext();
        assertTrue(story.worker(1).mayRelease(1), "1's first burst depends on 2's, which is stored");
        assertFalse(story.worker(2).mayRelease(1), "2's burst depends on 1's second, which is not");
        story.masterDies();
        assertEquals(1, story.lineOf(1));
        assertEquals(1, story.lineOf(2), "2's write is before the line, its read is not");
        assertEquals(List.of("2.WX", "1.RX", "2.RX live"), story.replay(Fiber::suspend));
    }

    /** (c) 2 reads X, 1 writes X and ends, 2 reads X. */
    @Test
    void shouldWaitForAReadNotForItsWholeBurst() {
        final OrderStory story = new OrderStory(2);
        story.worker(2).reads('X');
        story.worker(1).writes('X').endsBurst();
        story.worker(2).reads('X').endsBurst();
        story.worker(1).storesNext();
        story.worker(2).storesNext();
        story.masterDies();
        assertEquals(List.of("2.RX", "1.WX", "2.RX"), story.replay(Fiber::suspend));
    }

    @Test
    void shouldWaitForAReaderNotYetHeardOf() {
        final OrderStory story = new OrderStory(2);
        story.worker(1).reads('X').endsBurst();
        story.worker(2).writes('X').endsBurst().storesNext();
        assertThrows(
                AssertionError.class,
                () -> story.replay(Fiber::suspend),
                "1's record may still come, and would be late");
    }

    @Test
    void shouldHoldWhatALocalChangeCausedUntilItsBurstIsStored() {
        final OrderStory story = new OrderStory(2);
        story.worker(1).changesLocalState().endsBurst();
        assertFalse(story.worker(1).mayRelease(1));
        story.worker(1).storesNext();
        assertTrue(story.worker(1).mayRelease(1));
    }

    @Test
    void shouldHoldThroughAChainOfWorkers() {
        final OrderStory story = new OrderStory(3);
        story.worker(1).writes('X').endsBurst();
        story.worker(2).reads('X').writes('Y').endsBurst().storesNext();
        story.worker(3).reads('Y').endsBurst().storesNext();
        assertFalse(story.worker(3).mayRelease(1), "3 never touched X, but depends on 1 by way of 2");
        story.worker(1).storesNext();
        assertTrue(story.worker(3).mayRelease(1));
    }

    @Test
    void shouldNotHoldAReaderOfStableState() {
        final OrderStory story = new OrderStory(2);
        story.worker(1).writes('X').endsBurst().storesNext();
        story.worker(2).reads('X').endsBurst();
        assertTrue(story.worker(2).mayRelease(1), "2's burst only read: its own record need not be stored");
    }

    @Test
    void shouldReplayThreeWorkersInTheMastersOrderOfEachVariable() {
        final OrderStory story = new OrderStory(3);
        story.worker(3).writes('X');
        story.worker(1).reads('X').writes('Y').endsBurst();
        story.worker(2).reads('Y').writes('X').endsBurst();
        story.worker(3).writes('Y').reads('X').endsBurst();
        for (int i = 1; i <= 3; i++) {
            story.worker(i).storesNext();
        }
        story.masterDies();
        final List<String> replayed = story.replay(Fiber::suspend);
        assertEquals(
                List.of("3.WX", "1.RX", "2.WX", "3.RX"),
                replayed.stream().filter(what -> what.endsWith("X")).toList());
        assertEquals(
                List.of("1.WY", "2.RY", "3.WY"),
                replayed.stream().filter(what -> what.endsWith("Y")).toList());
    }
}
