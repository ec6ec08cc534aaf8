package io.holdfast.recovery.attestation;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** How messages are signed; a simulation, which has no enemies, signs faster. */
public interface Signatures {
    /** Ed25519 (RFC 8032), by the JDK. */
    Signatures ED25519 = new Ed25519();

    /** Length of a signature. */
    int LENGTH_BYTES = 64;

    /** Signs the first bytes of a message; the signature is put behind them. */
    void sign(byte[] message, int contentBytes, PrivateKey key);

    /** Whether the signature at the end of a message is by a key. */
    boolean isSignedBy(byte[] message, PublicKey key);

    /** The real one. */
    final class Ed25519 implements Signatures {
        private static final String ALGORITHM = "Ed25519";

        @Override
        public void sign(final byte[] message, final int contentBytes, final PrivateKey key) {
            try {
                final Signature signature = Signature.getInstance(ALGORITHM);
                signature.initSign(key);
                signature.update(message, 0, contentBytes);
                signature.sign(message, contentBytes, LENGTH_BYTES);
            } catch (final GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform of ours has Ed25519", e);
            }
        }

        @Override
        public boolean isSignedBy(final byte[] message, final PublicKey key) {
            try {
                final Signature signature = Signature.getInstance(ALGORITHM);
                signature.initVerify(key);
                signature.update(message, 0, message.length - LENGTH_BYTES);
                return signature.verify(message, message.length - LENGTH_BYTES, LENGTH_BYTES);
            } catch (final GeneralSecurityException e) {
                return false;
            }
        }
    }
}
