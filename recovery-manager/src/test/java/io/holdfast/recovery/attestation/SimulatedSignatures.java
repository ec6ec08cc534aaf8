package io.holdfast.recovery.attestation;

import io.holdfast.log.secure.HmacSha256;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signatures that anybody could make who has read this class; a hundred times as fast. */
public final class SimulatedSignatures implements Signatures {
    public static final SimulatedSignatures INSTANCE = new SimulatedSignatures();

    private final Map<PrivateKey, PublicKey> pairs = new ConcurrentHashMap<>();

    /** Has these keys known. */
    public KeyPair register(final KeyPair pair) {
        pairs.put(pair.getPrivate(), pair.getPublic());
        return pair;
    }

    @Override
    public SignatureScheme scheme() {
        return SignatureScheme.ED25519;
    }

    @Override
    public void sign(final byte[] message, final int contentBytes, final PrivateKey key) {
        put(message, contentBytes, pairs.get(key), message);
    }

    @Override
    public boolean isSignedBy(final byte[] message, final PublicKey key) {
        final byte[] right = message.clone();
        put(message, message.length - LENGTH_BYTES, key, right);
        return Arrays.equals(right, message);
    }

    private static void put(final byte[] message, final int contentBytes, final PublicKey key, final byte[] target) {
        final HmacSha256 hmac = new HmacSha256(key.getEncoded());
        hmac.begin().update(message, 0, contentBytes).end(target, contentBytes);
        Arrays.fill(target, contentBytes + HmacSha256.LENGTH_BYTES, contentBytes + LENGTH_BYTES, (byte) 0);
    }
}
