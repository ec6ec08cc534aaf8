package io.holdfast.recovery.attestation;

/** What an attester found when it tested a member; only {@link #WORKS} vouches. The order is that of severity. */
public enum Finding {
    /** It does its work. */
    WORKS("works"),
    /** Nothing is heard of it: it is dead, or the link is. */
    SILENT("silent"),
    /** It is heard, but a worker, its log, its acknowledgements or its replay stand still. */
    STUCK("stuck"),
    /** It is heard and works, but a port of it has no link, or no neighbour answers there. */
    DETACHED("detached"),
    /** It is heard, but its clock or its disk cannot be trusted. */
    UNSOUND("unsound");

    private static final Finding[] ALL = values();

    private final String text;

    Finding(final String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
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
