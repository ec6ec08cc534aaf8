package io.holdfast.recovery.simulation;

/** A promise was broken in a simulated run. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(final String what) {
        super(what);
    }
}
