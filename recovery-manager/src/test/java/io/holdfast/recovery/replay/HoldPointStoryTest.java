package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * What must be stored before the protected view is proposed is noted when all workers hold, not when each begins to.
 *
 * <p>A replica joins; workers log, and begin to hold one after the other. 1 holds from its burst 2 on, in which it writes
 * X. 2 does not hold yet: it reads X in its burst 1, whose outputs leave at once.
 */
class HoldPointStoryTest {
    private static OrderStory oneHoldsTheOtherDoesNotYet() {
        final OrderStory story = new OrderStory(2);
        story.worker(1).reads('Y').endsBurst();
        story.worker(1).writes('X').endsBurst();
        story.worker(2).reads('X').endsBurst();
        return story;
    }

    /** The seeded mistake: burst 1 is what 1 had logged when it began to hold. */
    @Test
    void shouldNotBeExplainedByWhatEachHadLoggedWhenItBeganToHold() {
        final OrderStory story = oneHoldsTheOtherDoesNotYet();
        story.worker(1).storesNext();
        story.worker(2).storesNext();
        assertFalse(story.worker(2).mayRelease(1), "it has left, and depends on 1's burst 2, which is not stored");
    }

    @Test
    void shouldBeExplainedByWhatAllHadLoggedWhenTheLastBeganToHold() {
        final OrderStory story = oneHoldsTheOtherDoesNotYet();
        story.worker(1).storesNext().storesNext();
        story.worker(2).storesNext();
        assertTrue(story.worker(2).mayRelease(1));
    }
}
