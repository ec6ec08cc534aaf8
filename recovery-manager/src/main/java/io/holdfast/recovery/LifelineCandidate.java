package io.holdfast.recovery;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A connection of which the master does not know yet who made it.
 *
 * <p>Used by the node's thread; never blocks.
 */
final class LifelineCandidate implements AutoCloseable {
    private static final int PLAIN_BYTES = 2 * Long.BYTES;
    private static final int SEALED_BYTES =
            PLAIN_BYTES + Integer.BYTES + LifelineProof.NONCE_BYTES + LifelineProof.TAG_BYTES;

    private final SocketChannel channel;
    private final GroupKeys keys;
    private final byte[] nonce;
    private final long deadlineNs;
    private final ByteBuffer hello;
    private LifelineWords words;

    /**
     * Challenges whoever it is.
     *
     * @param nonce random; null if the group has no key
     */
    LifelineCandidate(final SocketChannel channel, final GroupKeys keys, final byte[] nonce, final long deadlineNs)
            throws IOException {
        this.channel = channel;
        this.keys = keys;
        this.nonce = nonce;
        this.deadlineNs = deadlineNs;
        hello = ByteBuffer.allocate(nonce == null ? PLAIN_BYTES : SEALED_BYTES);
        channel.configureBlocking(false);
        if (nonce != null) {
            TcpLifeline.writeWhole(
                    channel,
                    ByteBuffer.allocate(Long.BYTES + nonce.length)
                            .putLong(TcpLifeline.MAGIC)
                            .put(nonce)
                            .flip());
        }
    }

    /** What is known of a candidate. */
    enum State {
        UNKNOWN,
        EXPECTED,
        STRANGER
    }

    /** Reads what there is, and judges. */
    State judge(final long expectedIncarnation, final long nowNs) throws IOException {
        final int read = channel.read(hello);
        if (hello.hasRemaining()) {
            return read < 0 || nowNs - deadlineNs > 0 ? State.STRANGER : State.UNKNOWN;
        }
        hello.flip();
        final boolean isExpected = hello.getLong() == TcpLifeline.MAGIC
                && hello.getLong() == expectedIncarnation
                && expectedIncarnation != TcpLifeline.NOBODY;
        return isExpected && isProved(expectedIncarnation) ? State.EXPECTED : State.STRANGER;
    }

    private boolean isProved(final long incarnation) throws IOException {
        if (nonce == null) {
            words = LifelineWords.plain();
            return true;
        }
        final GroupKey key = LifelineProof.find(keys, hello.getInt());
        if (key == null) {
            return false;
        }
        final byte[] replicasNonce = new byte[LifelineProof.NONCE_BYTES];
        final byte[] tag = new byte[LifelineProof.TAG_BYTES];
        hello.get(replicasNonce).get(tag);
        final LifelineProof proof = new LifelineProof(key, nonce, replicasNonce, incarnation);
        if (!LifelineProof.matches(proof.replicasTag(), tag)) {
            return false;
        }
        TcpLifeline.writeWhole(channel, ByteBuffer.wrap(proof.mastersTag()));
        words = LifelineWords.sealed(proof.lineKey(), true);
        return true;
    }

    SocketChannel channel() {
        return channel;
    }

    /** How to talk on the line, once it is {@link State#EXPECTED}. */
    LifelineWords words() {
        return words;
    }

    @Override
    public void close() {
        TcpLifeline.closeQuietly(channel);
        if (nonce != null) {
            Arrays.fill(nonce, (byte) 0);
        }
    }
}
