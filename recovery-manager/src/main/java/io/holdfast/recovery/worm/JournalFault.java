package io.holdfast.recovery.worm;

/** A journal that cannot be used: an acceptor that went on without what it had promised would break the registers. */
public final class JournalFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalFault(final String message) {
        super(message);
    }
}
