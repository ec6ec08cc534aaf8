package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.CaptureToken;
import io.holdfast.recovery.worm.Outcome;
import io.holdfast.recovery.worm.RegisterRange;
import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.Segments;
import io.holdfast.recovery.worm.Slot;
import io.holdfast.recovery.worm.WormClient;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * One try to win the next register.
 *
 * <p>The register is captured first: that nothing is given up for a view that no majority can decide. Then comes what
 * has to be done before the view may be decided, such as to seal and wait, or to hold and catch up. (A replica has the
 * register captured long before: then it must have heard lately of another node that stores registers.) Until then the
 * proposal can be given up. Once the value is on its way it cannot: somebody may complete it at any time, so the
 * register is tried until it is known what it holds. Used by the node's thread.
 */
final class ViewProposal {
    /** What is proposed, which decides what may be released meanwhile. */
    enum Purpose {
        START,
        GIVE_UP_STATE,
        GO_SOLO,
        TAKE_OVER,
        HAND_OVER,
        ADMIT
    }

    private enum Step {
        CAPTURING,
        PREPARING,
        WRITING,
        KNOWN,
        GIVEN_UP
    }

    /** What has to be done before the view may be decided. */
    record Preparation(Runnable begin, LongPredicate isReady, Runnable undo, long timeoutNs) {
        static final Preparation NOTHING = new Preparation(() -> {}, nowNs -> true, () -> {}, Long.MAX_VALUE / 2);
    }

    private final WormClient client;
    private final ViewFollower follower;
    private final Purpose purpose;
    private final View wanted;
    private final Preparation preparation;
    private final long timeoutNs;
    private final RegisterValue value;
    private Step step = Step.CAPTURING;
    private CaptureToken token;
    private boolean isCaptured;
    private boolean isPrepared;
    private long preparedUntilNs;
    private boolean isTrying;

    ViewProposal(
            final WormClient client,
            final ViewFollower follower,
            final Purpose purpose,
            final View wanted,
            final Preparation preparation,
            final long timeoutNs) {
        this(client, follower, purpose, wanted, preparation, timeoutNs, null);
    }

    /** @param ahead what the register was captured with before; null if it has to be */
    ViewProposal(
            final WormClient client,
            final ViewFollower follower,
            final Purpose purpose,
            final View wanted,
            final Preparation preparation,
            final long timeoutNs,
            final CaptureToken ahead) {
        this.client = client;
        this.follower = follower;
        this.purpose = purpose;
        this.wanted = wanted;
        this.preparation = preparation;
        this.timeoutNs = timeoutNs;
        value = wanted.toValue();
        token = ahead;
        isCaptured = ahead != null;
        if (!isCaptured) {
            client.capture(register(), timeoutNs, this::onCaptured);
        }
    }

    private RegisterRange register() {
        return RegisterRange.of(Segments.VIEWS, Math.toIntExact(wanted.number()));
    }

    private void onCaptured(final Outcome outcome) {
        final RegisterValue found = outcome.values().get((int) wanted.number());
        if (found != null) {
            step = Step.KNOWN;
            follower.learn(wanted.number(), found);
        } else if (outcome.isDone()) {
            token = outcome.token();
            isCaptured = true;
        } else {
            step = Step.GIVEN_UP;
        }
    }

    /** Goes on; returns whether it is still open. */
    boolean doWork(final long nowNs) {
        if (isOpen() && follower.newest().number() >= wanted.number()) {
            step = Step.KNOWN;
        }
        switch (step) {
            case CAPTURING -> afterCapture(nowNs);
            case PREPARING -> prepare(nowNs);
            case WRITING -> write();
            case KNOWN, GIVEN_UP -> {}
        }
        return isOpen();
    }

    private void afterCapture(final long nowNs) {
        if (isCaptured) {
            step = Step.PREPARING;
            isPrepared = true;
            preparedUntilNs = nowNs + preparation.timeoutNs();
            preparation.begin().run();
            prepare(nowNs);
        }
    }

    private void prepare(final long nowNs) {
        if (preparation.isReady().test(nowNs)) {
            step = Step.WRITING;
            isTrying = true;
            final Slot slot = new Slot((int) wanted.number(), value);
            client.write(token, List.of(slot), timeoutNs, this::onWritten);
        } else if (preparedUntilNs - nowNs <= 0) {
            giveUp();
        }
    }

    private void write() {
        if (!isTrying) {
            isTrying = true;
            client.writeOnce(Segments.VIEWS, (int) wanted.number(), value, timeoutNs, this::onWritten);
        }
    }

    private void onWritten(final Outcome outcome) {
        isTrying = false;
        final RegisterValue found = outcome.values().get((int) wanted.number());
        if (found != null) {
            step = Step.KNOWN;
            follower.learn(wanted.number(), found);
        }
    }

    /** Gives the proposal up, if it is not on its way already. */
    void giveUp() {
        if (step == Step.CAPTURING || step == Step.PREPARING) {
            step = Step.GIVEN_UP;
        }
    }

    /** What has been begun must be undone, because the view was not decided. */
    void undo() {
        if (isPrepared) {
            preparation.undo().run();
        }
    }

    boolean isOpen() {
        return step != Step.KNOWN && step != Step.GIVEN_UP;
    }

    boolean isGivenUp() {
        return step == Step.GIVEN_UP;
    }

    /** Whether what had to be begun before has begun. */
    boolean isPrepared() {
        return isPrepared;
    }

    /** Whether the view may become decided without this node's doing. */
    boolean isOnItsWay() {
        return step == Step.WRITING;
    }

    @Override
    public String toString() {
        return wanted + " (" + step + ")";
    }

    Purpose purpose() {
        return purpose;
    }

    View wanted() {
        return wanted;
    }
}
