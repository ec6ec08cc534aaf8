package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.view.View.Reason;
import io.holdfast.recovery.worm.Outcome;
import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.Segments;
import io.holdfast.recovery.worm.WormGroup;
import io.holdfast.recovery.worm.WormLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Learning views from registers. */
final class ViewFollowerTest {
    private static final MemberId A = new MemberId(0, 1);
    private static final MemberId B = new MemberId(1, 1);

    private final WormGroup group = new WormGroup(3, WormLimits.DEFAULT);
    private final List<View> told = new ArrayList<>();

    private ViewFollower follow(final int member) {
        final ViewFollower follower = new ViewFollower(group.client(member));
        follower.add(told::add);
        return follower;
    }

    private void write(final long number, final RegisterValue value) {
        group.<Outcome>get(
                done -> group.client(0).writeOnce(Segments.VIEWS, (int) number, value, WormGroup.TIMEOUT_NS, done));
    }

    private void write(final View view) {
        write(view.number(), view.toValue());
    }

    @Test
    void shouldTellViewsInOrderAndKnowWhenItIsCurrent() {
        final View first = View.solo(1, A, Reason.STARTED, A);
        final View second = View.protectedBy(2, A, B);
        write(first);
        write(second);
        final ViewFollower follower = follow(2);
        group.await(follower::isCurrent);
        assertEquals(List.of(first, second), told);
        assertEquals(second, follower.newest());
        assertEquals(told, follower.history());
    }

    @Test
    void shouldStopAtAViewAgainstTheRules() {
        write(View.solo(1, A, Reason.STARTED, A));
        write(View.solo(2, B, Reason.MASTER_LOST, B));
        final ViewFollower follower = follow(2);
        group.await(() -> follower.fault() != null);
        assertTrue(follower.fault().contains("a solo master has no successor"), follower.fault());
        assertEquals(1, follower.newest().number());
    }

    @Test
    void shouldStopAtWhatIsNoView() {
        write(1, RegisterValue.of("something else"));
        final ViewFollower follower = follow(2);
        group.await(() -> follower.fault() != null);
        assertEquals("register 1 holds no view 1", follower.fault());
    }

    @Test
    void shouldBeginWithTheFirstViewThatIsNotForgotten() {
        write(View.solo(1, A, Reason.STARTED, A));
        write(View.protectedBy(2, A, B));
        final View third = View.solo(3, B, Reason.MASTER_LOST, B);
        write(third);
        group.<Outcome>get(done -> group.client(0).trim(Segments.VIEWS, 3, WormGroup.TIMEOUT_NS, done));
        final ViewFollower follower = follow(2);
        group.await(() -> follower.newest().number() == 3);
        assertEquals(List.of(third), told);
        assertNull(follower.fault());
    }
}
