package io.holdfast.recovery;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.log.secure.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What two ends of a lifeline prove to each other: that they have the group's key, now.
 *
 * <p>The master sends a nonce; the replica answers with its incarnation, a nonce of its own and a tag over all of
 * them; the master answers with a tag, too. From the same comes a key for this line alone. Tags are the first half of
 * an HMAC-SHA-256.
 *
 * @param key of the group
 * @param mastersNonce {@link #NONCE_BYTES} long
 * @param replicasNonce {@link #NONCE_BYTES} long
 * @param incarnation of the replica
 */
record LifelineProof(GroupKey key, byte[] mastersNonce, byte[] replicasNonce, long incarnation) {
    static final int NONCE_BYTES = 16;
    static final int TAG_BYTES = 16;

    private static final String PURPOSE = "lifeline 1";

    /** What the replica says to prove itself. */
    byte[] replicasTag() {
        return Arrays.copyOf(mac("replica"), TAG_BYTES);
    }

    /** What the master says to prove itself. */
    byte[] mastersTag() {
        return Arrays.copyOf(mac("master"), TAG_BYTES);
    }

    /** What both say from now on is said with this key. */
    byte[] lineKey() {
        return mac("line");
    }

    private byte[] mac(final String who) {
        final ByteBuffer said = ByteBuffer.allocate(64);
        said.put(mastersNonce).put(replicasNonce).putLong(incarnation);
        said.put(who.getBytes(StandardCharsets.US_ASCII)).flip();
        final byte[] message = new byte[said.remaining()];
        said.get(message);
        return new HmacSha256(key.derive(PURPOSE)).of(message);
    }

    /** Compares in a time that tells nothing. */
    static boolean matches(final byte[] right, final byte[] found) {
        return MessageDigest.isEqual(right, found);
    }

    /** The key with an id among those that a node has now, or null. */
    static GroupKey find(final GroupKeys keys, final int id) {
        for (final GroupKey key : keys.ring().keys()) {
            if (key.id() == id) {
                return key;
            }
        }
        return null;
    }
}
