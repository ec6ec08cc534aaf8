package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * A burst at hand is not in the log yet, but what depends on it may have left: the point up to which everything must be
 * stored before a pair is protected counts it.
 *
 * <p>1 is in the middle of its burst 2, in which it has written X, when the last worker begins to hold. 2 has read X in
 * its burst 1, whose outputs have left, for it did not hold.
 */
class BurstAtHandStoryTest {
    /** The seeded mistake: only what is in the log counts. */
    @Test
    void shouldNotBeExplainedByWhatTheLogTellsOf() {
        final OrderStory story = new OrderStory(2);
        story.worker(1).reads('Y').endsBurst().storesNext();
        story.worker(1).writes('X');
        story.worker(2).reads('X').endsBurst().storesNext();
        assertFalse(story.worker(2).mayRelease(1), "all that the log tells of is stored, and 1's write is not in it");
        story.worker(1).endsBurst().storesNext();
        assertTrue(story.worker(2).mayRelease(1));
    }
}
