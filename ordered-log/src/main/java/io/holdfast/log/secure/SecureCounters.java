package io.holdfast.log.secure;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what became of datagrams. Any thread. */
public final class SecureCounters {
    /** What became of a datagram. */
    public enum Outcome {
        /** Sent with a seal. */
        SEALED("sealed"),
        /** Came with a good seal, for the first time. */
        OPENED("opened"),
        /** Part of getting to know the peer's process. */
        GREETING("greetings"),
        /** Not sent: the peer's process is not known yet. */
        UNSENT("unsent"),
        /** Ignored: too short, or without a trailer. */
        UNSEALED("unsealed"),
        /** Ignored: sealed with a key that this node does not have. */
        UNKNOWN_KEY("unknownKey"),
        /** Ignored: the tag is wrong. */
        WRONG_TAG("wrongTag"),
        /** Ignored: came before, or much too late. */
        REPLAYED("replayed"),
        /** Ignored: from or for another process than those that talk now. */
        STRANGER("strangers");

        private final String text;

        Outcome(final String text) {
            this.text = text;
        }

        /** As in the node's status. */
        public String text() {
            return text;
        }

        /** Whether it is one of a datagram that was ignored. */
        public boolean isIgnored() {
            return compareTo(UNSEALED) >= 0;
        }
    }

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final AtomicLongArray counts = new AtomicLongArray(OUTCOMES.length);

    /** One more. */
    void count(final Outcome outcome) {
        counts.incrementAndGet(outcome.ordinal());
    }

    /** Since the start. */
    public long get(final Outcome outcome) {
        return counts.get(outcome.ordinal());
    }

    /** Datagrams that came and were ignored. */
    public long ignored() {
        long sum = 0;
        for (final Outcome outcome : OUTCOMES) {
            sum += outcome.isIgnored() ? get(outcome) : 0;
        }
        return sum;
    }
}
