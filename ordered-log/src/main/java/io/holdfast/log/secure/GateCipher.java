package io.holdfast.log.secure;

import java.nio.ByteBuffer;

/**
 * The cipher that datagrams' gate words are made with: Speck64/128 (Beaulieu et al., "The SIMON and SPECK Families of
 * Lightweight Block Ciphers", 2013).
 *
 * <p><b>Why this one.</b> The kernel computes it for each datagram of a flood, in a program of the classic packet filter, which has
 * words of 32 bits, no loops and no tables. Speck needs nothing but additions, rotations and exclusive ors of such words. It
 * guards work, not truth: what it lets through is believed only with its tag, an HMAC.
 *
 * <p>Immutable; any thread.
 */
final class GateCipher {
    static final int KEY_BYTES = 16;
    static final int ROUNDS = 27;

    /** By which the first word of a block is rotated right in each round, and the second left. */
    static final int RIGHT_BITS = 8;

    static final int LEFT_BITS = 3;

    private static final String PURPOSE = "gate 1";
    private static final int LEFT_WORDS = 3;

    private final int[] roundKeys = new int[ROUNDS];

    /** @param key of which the first {@link #KEY_BYTES} are used, the highest word first */
    GateCipher(final byte[] key) {
        final ByteBuffer words = ByteBuffer.wrap(key);
        final int[] left = new int[LEFT_WORDS];
        for (int i = LEFT_WORDS; i > 0; i--) {
            left[i - 1] = words.getInt();
        }
        roundKeys[0] = words.getInt();
        for (int i = 0; i < ROUNDS - 1; i++) {
            final int next = roundKeys[i] + Integer.rotateRight(left[i % LEFT_WORDS], RIGHT_BITS) ^ i;
            left[i % LEFT_WORDS] = next;
            roundKeys[i + 1] = Integer.rotateLeft(roundKeys[i], LEFT_BITS) ^ next;
        }
    }

    /** The one that belongs to a group key. */
    static GateCipher of(final GroupKey key) {
        return new GateCipher(key.derive(PURPOSE));
    }

    int roundKey(final int round) {
        return roundKeys[round];
    }

    long encrypt(final long block) {
        int x = (int) (block >>> Integer.SIZE);
        int y = (int) block;
        for (final int key : roundKeys) {
            x = Integer.rotateRight(x, RIGHT_BITS) + y ^ key;
            y = Integer.rotateLeft(y, LEFT_BITS) ^ x;
        }
        return (long) x << Integer.SIZE | y & 0xffff_ffffL;
    }
}
