package io.holdfast.recovery.worm;

/**
 * A journal, or what belongs to it, cannot be used: a member that went on without what it had promised would break the
 * registers.
 */
public final class JournalFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalFault(final String message) {
        super(message);
    }
}
