package io.holdfast.recovery.order;

/**
 * A number that two runs of a burst share as long as they change the same state in the same order; what only reads need not be
 * repeated in replay, and does not count. Cheap rather than
 * strong: it tells an element that is not deterministic, not an attacker.
 */
public final class AccessDigest {
    /** Of no accesses. */
    public static final long START = 1;

    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int WRITE = 1;
    private static final int LOCAL = 2;

    private AccessDigest() {}

    static long write(final long digest, final int variable) {
        return mix(digest, variable, WRITE);
    }

    /** A local state, by its number, is changed. */
    public static long change(final long digest, final int local) {
        return mix(digest, local, LOCAL);
    }

    private static long mix(final long digest, final int number, final int kind) {
        return (digest ^ ((long) number << 2 | kind)) * PRIME;
    }
}
