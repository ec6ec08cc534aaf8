package io.holdfast.recovery.attestation;

/**
 * What an attester found when it tested a member; only {@link #WORKS} vouches. Whom a finding other than silence or standing
 * still is about still does its part of the pair: it stores, or it forwards what it can.
 */
public enum Finding {
    /** It does its work. */
    WORKS("works"),
    /** Nothing is heard of it: it is dead, or the link is. */
    SILENT("silent"),
    /** It is heard, but a worker, its log, its acknowledgements or its replay stand still. */
    STUCK("stuck"),
    /** It is heard and works, but a port of it has no link, or no neighbour answers there. */
    DETACHED("detached"),
    /** It is heard, but its disk does not answer. */
    SLOW("slow disk"),
    /** It is heard, but its clock cannot be trusted. */
    UNSOUND("unsound"),
    /** It is heard and works, and takes no part because a person wants it so. */
    LEAVING("leaving");

    private static final Finding[] ALL = values();

    private final String text;

    Finding(final String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Whether it does its part of the pair, though it may be unfit to be master. */
    public boolean isAtWork() {
        return this != SILENT && this != STUCK;
    }

    /** The worse of two. */
    Finding and(final Finding other) {
        return this == WORKS ? other : this;
    }

    /** From its number on the wire; null if there is none such. */
    static Finding of(final int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : null;
    }
}
