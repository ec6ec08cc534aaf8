package io.holdfast.recovery.simulation;

/** A promise was broken in a simulated run. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Violation(final String what) {
        super(what);
    }
}
