package io.holdfast.recovery;

import io.holdfast.log.secure.HmacSha256;
import java.nio.ByteBuffer;

/**
 * What is said on one lifeline: single bytes, each with a tag over its direction, its number and itself if the group
 * has a key.
 *
 * <p>A word with a wrong tag makes the line garbled for good: what comes after it can mean anything. Used by the node's
 * thread.
 */
final class LifelineWords {
    /** Room for what is read at a time. */
    static final int BUFFER_BYTES = 256;

    private static final byte TO_REPLICA = 'r';
    private static final byte TO_MASTER = 'm';
    private static final int MESSAGE_BYTES = 10;

    private final HmacSha256 hmac;
    private final byte outwards;
    private final byte[] message = new byte[MESSAGE_BYTES];
    private final byte[] tag = new byte[HmacSha256.LENGTH_BYTES];
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private long saidCount;
    private long heardCount;
    private byte last = Lifeline.NOTHING;
    private boolean garbled;

    private LifelineWords(final HmacSha256 hmac, final boolean isMaster) {
        this.hmac = hmac;
        outwards = isMaster ? TO_REPLICA : TO_MASTER;
    }

    /** Words of a group without a key. */
    static LifelineWords plain() {
        return new LifelineWords(null, false);
    }

    /** Words with the key of one line. */
    static LifelineWords sealed(final byte[] lineKey, final boolean isMaster) {
        return new LifelineWords(new HmacSha256(lineKey), isMaster);
    }

    /** Puts a word, with its tag. */
    void put(final byte word, final ByteBuffer target) {
        target.put(word);
        if (hmac != null) {
            computeTag(outwards, saidCount++, word);
            target.put(tag, 0, LifelineProof.TAG_BYTES);
        }
    }

    /** Where to read what the peer says into; then {@link #take}. */
    ByteBuffer in() {
        return in;
    }

    /** Takes all words that are whole. */
    void take() {
        in.flip();
        while (in.hasRemaining() && !garbled && takeWord()) {
            // The last one counts.
        }
        in.compact();
        if (garbled) {
            in.clear();
        }
    }

    private boolean takeWord() {
        if (hmac == null) {
            last = in.get();
            return true;
        }
        if (in.remaining() < 1 + LifelineProof.TAG_BYTES) {
            return false;
        }
        final byte word = in.get();
        computeTag(outwards == TO_REPLICA ? TO_MASTER : TO_REPLICA, heardCount++, word);
        int difference = 0;
        for (int i = 0; i < LifelineProof.TAG_BYTES; i++) {
            difference |= tag[i] ^ in.get();
        }
        garbled = difference != 0;
        if (!garbled) {
            last = word;
        }
        return true;
    }

    private void computeTag(final byte direction, final long number, final byte word) {
        ByteBuffer.wrap(message).put(direction).putLong(number).put(word);
        hmac.begin().update(message, 0, MESSAGE_BYTES).end(tag, 0);
    }

    /** The last word, or {@link Lifeline#NOTHING}. */
    byte last() {
        return last;
    }

    /** Whether somebody else has spoken on this line. */
    boolean isGarbled() {
        return garbled;
    }
}
