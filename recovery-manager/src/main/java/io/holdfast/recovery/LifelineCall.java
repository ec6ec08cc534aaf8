package io.holdfast.recovery;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The replica's side of a lifeline that is being made: proves who it is, and has the master do so.
 *
 * <p>Used by the node's thread; never blocks.
 */
final class LifelineCall {
    private final SocketChannel channel;
    private final GroupKeys keys;
    private final byte[] nonce;
    private final long incarnation;
    private final ByteBuffer in;
    private LifelineProof proof;
    private boolean plainHelloSent;

    /**
     * A call on a channel that connects.
     *
     * @param nonce random; null if the group has no key
     */
    LifelineCall(final SocketChannel channel, final GroupKeys keys, final byte[] nonce, final long incarnation) {
        this.channel = channel;
        this.keys = keys;
        this.nonce = nonce;
        this.incarnation = incarnation;
        in = ByteBuffer.allocate(Long.BYTES + LifelineProof.NONCE_BYTES);
    }

    /**
     * Goes on with the call.
     *
     * @return how to talk on the line, once it stands; null until then
     * @throws IOException if there is no master at the other end, or it cannot prove to be one of the group
     */
    LifelineWords doWork() throws IOException {
        if (!channel.finishConnect()) {
            return null;
        }
        if (nonce == null) {
            return plainHello();
        }
        if (channel.read(in) < 0) {
            throw new IOException("closed by the master");
        }
        if (in.hasRemaining()) {
            return null;
        }
        in.flip();
        if (proof == null) {
            answerChallenge();
            return null;
        }
        final byte[] tag = new byte[LifelineProof.TAG_BYTES];
        in.get(tag);
        if (!LifelineProof.matches(proof.mastersTag(), tag)) {
            throw new IOException("the master does not prove that it has the group's key");
        }
        return LifelineWords.sealed(proof.lineKey(), false);
    }

    private LifelineWords plainHello() throws IOException {
        if (!plainHelloSent) {
            plainHelloSent = true;
            TcpLifeline.writeWhole(
                    channel,
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(TcpLifeline.MAGIC)
                            .putLong(incarnation)
                            .flip());
        }
        return LifelineWords.plain();
    }

    private void answerChallenge() throws IOException {
        if (in.getLong() != TcpLifeline.MAGIC) {
            throw new IOException("no master is at the other end");
        }
        final byte[] mastersNonce = new byte[LifelineProof.NONCE_BYTES];
        in.get(mastersNonce);
        final GroupKey key = keys.ring().sealing();
        proof = new LifelineProof(key, mastersNonce, nonce, incarnation);
        final ByteBuffer hello = ByteBuffer.allocate(64);
        hello.putLong(TcpLifeline.MAGIC).putLong(incarnation).putInt(key.id());
        TcpLifeline.writeWhole(
                channel, hello.put(nonce).put(proof.replicasTag()).flip());
        in.clear().limit(LifelineProof.TAG_BYTES);
    }
}
