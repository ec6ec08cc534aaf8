package io.holdfast.perf.load;

/** The traffic that was planned could not be made. */
public final class LoadException extends RuntimeException {
    public LoadException(final String message) {
        super(message);
    }
}
