package io.holdfast.nat.lab;

/** The lab could not be built, or no longer works. The message says what was tried, and what came of it. */
public final class LabException extends RuntimeException {
    public LabException(final String message) {
        super(message);
    }

    public LabException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
