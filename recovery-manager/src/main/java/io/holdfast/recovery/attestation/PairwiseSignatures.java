package io.holdfast.recovery.attestation;

import io.holdfast.log.secure.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.KeyAgreement;

/**
 * A signature that is one authenticator for each other member: HMAC-SHA-256, cut to 128 bits, under a key that only the
 * signer and that member have.
 *
 * <pre>
 *   | authenticator for one member (16) | for another (16) | ... | zeros | = 64 bytes, in no order
 *   key of A's messages to B = HMAC(X25519(A, B), purpose | A's public key | B's public key)
 * </pre>
 *
 * <p><b>Why.</b> Castro and Liskov, "Practical Byzantine Fault Tolerance" (OSDI 1999), section 5, do the same for the same
 * reason: a message that is sent on by others need not convince a judge, only the members, each by itself. Nobody
 * but the signer can make what another member believes, as with a signature by a public key; that takes a millisecond in
 * Java here, to make and to check, and at some hundred messages a second the attestations alone kept a processor busy.
 * This takes some microseconds. A member can deceive itself only.
 *
 * <p>Keys are those of one process, made at its start and introduced under the group key; agreeing on a key with a
 * member takes some milliseconds, once for each of its processes. Used by one thread.
 */
public final class PairwiseSignatures implements Signatures {
    /** Members beside the signer that a message can be signed to. */
    public static final int MOST_OTHERS = 4;

    private static final int TAG_BYTES = LENGTH_BYTES / MOST_OTHERS;
    private static final byte[] PURPOSE = "attestation message 1".getBytes(StandardCharsets.US_ASCII);

    private final KeyPair own;
    private final Map<PublicKey, Pair> pairs = new HashMap<>();
    private final byte[] tag = new byte[HmacSha256.LENGTH_BYTES];

    /** What this member and another one have in common. */
    private record Pair(HmacSha256 toIt, HmacSha256 fromIt) {}

    /** @param own key pair of this process */
    public PairwiseSignatures(final KeyPair own) {
        this.own = own;
    }

    @Override
    public SignatureScheme scheme() {
        return SignatureScheme.PAIRWISE;
    }

    /**
     * Agrees on keys with those that are new, and forgets those that are gone.
     *
     * @throws IllegalArgumentException if there are more than {@link #MOST_OTHERS}
     */
    @Override
    public void others(final Collection<PublicKey> keys) {
        if (keys.size() > MOST_OTHERS) {
            throw new IllegalArgumentException("a member signs to at most " + MOST_OTHERS + " others: " + keys.size());
        }
        pairs.keySet().retainAll(keys);
        for (final PublicKey key : keys) {
            if (!pairs.containsKey(key)) {
                agree(key);
            }
        }
    }

    /** A key with which there is nothing to agree on (RFC 7748, section 6.1) belongs to nobody: nothing is believed of it. */
    private void agree(final PublicKey key) {
        try {
            final KeyAgreement agreement = KeyAgreement.getInstance(SignatureScheme.PAIRWISE.algorithm());
            agreement.init(own.getPrivate());
            agreement.doPhase(key, true);
            final byte[] secret = agreement.generateSecret();
            pairs.put(key, new Pair(keyed(secret, own.getPublic(), key), keyed(secret, key, own.getPublic())));
            Arrays.fill(secret, (byte) 0);
        } catch (final GeneralSecurityException e) {
            pairs.remove(key);
        }
    }

    private static HmacSha256 keyed(final byte[] secret, final PublicKey from, final PublicKey to) {
        final byte[] key = new byte[HmacSha256.LENGTH_BYTES];
        final byte[] sender = from.getEncoded();
        final byte[] receiver = to.getEncoded();
        new HmacSha256(secret)
                .begin()
                .update(PURPOSE, 0, PURPOSE.length)
                .update(sender, 0, sender.length)
                .update(receiver, 0, receiver.length)
                .end(key, 0);
        return new HmacSha256(key);
    }

    @Override
    public void sign(final byte[] message, final int contentBytes, final PrivateKey key) {
        Arrays.fill(message, contentBytes, contentBytes + LENGTH_BYTES, (byte) 0);
        int offset = contentBytes;
        for (final Pair pair : pairs.values()) {
            pair.toIt().begin().update(message, 0, contentBytes).end(tag, 0);
            System.arraycopy(tag, 0, message, offset, TAG_BYTES);
            offset += TAG_BYTES;
        }
    }

    @Override
    public boolean isSignedBy(final byte[] message, final PublicKey key) {
        final Pair pair = pairs.get(key);
        if (pair == null) {
            return false;
        }
        final int contentBytes = message.length - LENGTH_BYTES;
        pair.fromIt().begin().update(message, 0, contentBytes).end(tag, 0);
        final byte[] right = Arrays.copyOf(tag, TAG_BYTES);
        boolean isRight = false;
        for (int offset = contentBytes; offset < message.length; offset += TAG_BYTES) {
            isRight |= MessageDigest.isEqual(right, Arrays.copyOfRange(message, offset, offset + TAG_BYTES));
        }
        return isRight;
    }
}
