package io.holdfast.recovery.attestation;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ObjLongConsumer;

/** Counts what became of messages. Written by the attestations' thread, read by any. */
public final class AttestationCounters {
    /** What is counted. */
    public enum Event {
        ISSUED("issued"),
        ACCEPTED("accepted"),
        FORWARDED("forwarded"),
        REPORTS("reports"),
        /** Not a message of ours. */
        MALFORMED("malformed"),
        /** Of a member that has not introduced itself, or of another incarnation. */
        UNKNOWN_MEMBER("unknownMember"),
        UNKNOWN_GROUP("unknownGroup"),
        BAD_SIGNATURE("badSignature"),
        /** Introduces a member whose key is listed, without its signature. */
        UNPROVEN("unproven"),
        /** Older than what is known, or the same again. */
        OLD("old"),
        EXPIRED("expired"),
        /** A group that is defined in two ways, or one more than there may be. */
        REFUSED_GROUP("refusedGroup");

        private final String text;

        Event(final String text) {
            this.text = text;
        }
    }

    private static final Event[] EVENTS = Event.values();

    private final AtomicLongArray counts = new AtomicLongArray(EVENTS.length);

    void count(final Event event) {
        counts.incrementAndGet(event.ordinal());
    }

    /** Since the start. */
    public long get(final Event event) {
        return counts.get(event.ordinal());
    }

    /** All, for the node's status. */
    public void each(final ObjLongConsumer<String> consumer) {
        for (final Event event : EVENTS) {
            consumer.accept("attestations." + event.text, get(event));
        }
    }
}
