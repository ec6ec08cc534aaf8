package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Base;

/**
 * A test of a decision graph and where it leads.
 *
 * <p>A target of 0 or more is a node's number, below zero a result: {@code ~target}.
 *
 * @param test never negated
 * @param yes target if the comparison holds
 * @param no target if it does not
 * @param absent target if the packet does not have the bytes
 */
record DecisionNode(Condition.WordTest test, int yes, int no, int absent) {
    /** How a test may end. */
    enum Outcome {
        YES,
        NO,
        ABSENT
    }

    int target(final Outcome outcome) {
        return switch (outcome) {
            case YES -> yes;
            case NO -> no;
            case ABSENT -> absent;
        };
    }

    /** Whether every packet ends at the same target. */
    boolean isRedundant() {
        return yes == no && no == absent;
    }

    Base base() {
        return test.base();
    }
}
