package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.WordTest;
import io.holdfast.element.filter.DecisionNode.Outcome;

/**
 * What is known of a packet after a test.
 *
 * @param test that was made
 * @param outcome of it
 */
record TestFact(WordTest test, Outcome outcome) {
    /** The outcome that this fact makes certain for another test; null if it does not settle it. */
    Outcome implied(final WordTest other) {
        if (other.base() != test.base() || other.offset() != test.offset()) {
            return null;
        }
        if (outcome == Outcome.ABSENT) {
            return other.neededBytes() >= test.neededBytes() ? Outcome.ABSENT : null;
        }
        if (other.neededBytes() > test.neededBytes()) {
            // its last bytes may be missing
            return null;
        }
        if (outcome == Outcome.YES && !test.isGreater()) {
            return fromKnownBits(other);
        }
        if (other.mask() != test.mask()) {
            return null;
        }
        return fromSameBits(other);
    }

    /** The bits under the test's mask are those of its value. */
    private Outcome fromKnownBits(final WordTest other) {
        final int shared = test.mask() & other.mask();
        if (shared == other.mask()) {
            return holds(other, test.value()) ? Outcome.YES : Outcome.NO;
        }
        final boolean differs = !other.isGreater() && ((test.value() ^ other.value()) & shared) != 0;
        return differs ? Outcome.NO : null;
    }

    /** Both look at the same bits, and the test was no equality that held. */
    private Outcome fromSameBits(final WordTest other) {
        final boolean wasYes = outcome == Outcome.YES;
        final int order = Integer.compareUnsigned(other.value(), test.value());
        if (!test.isGreater()) {
            return order == 0 && !other.isGreater() ? Outcome.NO : null;
        }
        if (other.isGreater()) {
            final boolean isSettled = wasYes ? order <= 0 : order >= 0;
            return isSettled ? outcome : null;
        }
        final boolean isOutside = wasYes ? order <= 0 : order > 0;
        return isOutside ? Outcome.NO : null;
    }

    private static boolean holds(final WordTest test, final int word) {
        final int masked = word & test.mask();
        return test.isGreater() ? Integer.compareUnsigned(masked, test.value()) > 0 : masked == test.value();
    }
}
