package io.holdfast.recovery;

/** A node cannot go on; the message says why, for people, with the remedy. */
public final class NodeFailure extends RuntimeException {
    public NodeFailure(final String message) {
        super(message);
    }

    public NodeFailure(final String message, final Throwable cause) {
        super(message, cause);
    }
}
