package io.holdfast.element.state;

/**
 * Mixes a 16-byte key into 64 bits of which each depends on every bit of the key.
 *
 * <p>Two folded 128-bit products, as in the wyhash family. The same on every node; not a defence against keys that are
 * chosen to collide, which the table's per-stripe limit bounds.
 */
final class KeyHash {
    private static final long FIRST = 0x8bb84b93962eacc9L;
    private static final long SECOND = 0x4b33a62ed433d4a3L;
    private static final long THIRD = 0x2d358dccaa6c78a5L;

    private KeyHash() {}

    static long of(final long key0, final long key1) {
        return fold(fold(key0 ^ FIRST, key1 ^ SECOND) ^ key0, THIRD);
    }

    private static long fold(final long a, final long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
