package io.holdfast.element.filter;

/** A pattern is not of the language; the message says where. */
final class PatternException extends Exception {
    private static final long serialVersionUID = 1L;

    PatternException(final String message) {
        super(message);
    }
}
