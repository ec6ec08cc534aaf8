package io.holdfast.recovery.attestation;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/**
 * Ed25519 (RFC 8032), by the JDK: anybody who knows the public key can check, and show to others, what was signed.
 *
 * <p>Some 0.8 ms of processor time to make one, and as much to check one. Used by one thread.
 */
public final class Ed25519Signatures implements Signatures {
    private final Signature signature;

    public Ed25519Signatures() {
        try {
            signature = Signature.getInstance(SignatureScheme.ED25519.algorithm());
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of ours has Ed25519", e);
        }
    }

    @Override
    public SignatureScheme scheme() {
        return SignatureScheme.ED25519;
    }

    @Override
    public void sign(final byte[] message, final int contentBytes, final PrivateKey key) {
        try {
            signature.initSign(key);
            signature.update(message, 0, contentBytes);
            signature.sign(message, contentBytes, LENGTH_BYTES);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a key that is none of Ed25519", e);
        }
    }

    @Override
    public boolean isSignedBy(final byte[] message, final PublicKey key) {
        final int contentBytes = message.length - LENGTH_BYTES;
        try {
            signature.initVerify(key);
            signature.update(message, 0, contentBytes);
            return signature.verify(message, contentBytes, LENGTH_BYTES);
        } catch (final GeneralSecurityException e) {
            return false;
        }
    }
}
