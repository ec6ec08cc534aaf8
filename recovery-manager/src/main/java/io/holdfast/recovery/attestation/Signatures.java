package io.holdfast.recovery.attestation;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Collection;

/** How a member shows the others that a message is its own. */
public interface Signatures {
    /** Length of a signature. */
    int LENGTH_BYTES = 64;

    /** Of the keys. */
    SignatureScheme scheme();

    /** To these members, known by the keys of their present processes, messages are signed from now on. */
    default void others(final Collection<PublicKey> keys) {}

    /** Signs the first bytes of a message; the signature is put behind them. */
    void sign(byte[] message, int contentBytes, PrivateKey key);

    /** Whether the signature at the end of a message is by a key. */
    boolean isSignedBy(byte[] message, PublicKey key);
}
