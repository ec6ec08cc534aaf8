package io.holdfast.element.state;

/**
 * Mixes a 16-byte key into 64 bits of which each depends on every bit of the key, and of a seed.
 *
 * <p>Two folded 128-bit products, as in the wyhash family. The seed is a secret of the group of nodes: who sends packets
 * cannot choose them so that they collide. It is no cryptographic hash: whoever saw hashes could compute the seed.
 */
final class KeyHash {
    private static final long FIRST = 0x8bb84b93962eacc9L;
    private static final long SECOND = 0x4b33a62ed433d4a3L;
    private static final long THIRD = 0x2d358dccaa6c78a5L;

    private KeyHash() {}

    /** Hash under the seed 0. */
    static long of(final long key0, final long key1) {
        return of(key0, key1, 0);
    }

    static long of(final long key0, final long key1, final long seed) {
        final long first = key0 ^ FIRST ^ seed;
        return fold(fold(first, key1 ^ SECOND ^ Long.rotateLeft(seed, 32)) ^ first, THIRD);
    }

    private static long fold(final long a, final long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
