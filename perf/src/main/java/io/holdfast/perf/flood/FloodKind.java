package io.holdfast.perf.flood;

import java.util.Locale;

/** What a stranger sends to a node. */
public enum FloodKind {
    /** Random bytes. */
    GARBAGE,
    /** What the node has received before, to the bit. */
    REPLAYED,
    /** The same with a number that is still to come and a wrong tag: whose key is wrong must be computed. */
    FORGED,
    /** Questions who is there, with the right key's identifier and a wrong tag. */
    GREETING,
    /** Calls to the lifeline's port, never gone on with. */
    CALL,
    /** Random bytes to a port at which nobody is: what any datagram costs the kernel, and the machine that the stranger runs on. */
    NOWHERE,
    /** All of these in turns, but for {@link #NOWHERE}. */
    MIXED;

    /** The word for it in options and results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a word.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static FloodKind of(final String word) {
        for (final FloodKind kind : values()) {
            if (kind.word().equals(word.strip())) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "a flood is one of garbage, replayed, forged, greeting, call, nowhere, mixed: " + word);
    }
}
