package io.holdfast.recovery.attestation;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Function;

/** How the members of a group sign what they find of each other: {@code group.signatures}, the same at all. */
public enum SignatureScheme {
    /** {@link Ed25519Signatures}: for reports some times a second. */
    ED25519("ed25519", "Ed25519", own -> new Ed25519Signatures()),
    /** {@link PairwiseSignatures}: a hundredth of the processor time, for reports hundreds of times a second. */
    PAIRWISE("pairwise", "X25519", PairwiseSignatures::new);

    private final String word;
    private final String algorithm;
    private final Function<KeyPair, Signatures> signatures;

    SignatureScheme(final String word, final String algorithm, final Function<KeyPair, Signatures> signatures) {
        this.word = word;
        this.algorithm = algorithm;
        this.signatures = signatures;
    }

    /** In settings. */
    public String word() {
        return word;
    }

    /** Of the key pairs, as the JDK calls it. */
    String algorithm() {
        return algorithm;
    }

    /** A key pair for one process. */
    public KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (final NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    /** A member's part of the scheme, with its key pair. */
    public Signatures with(final KeyPair own) {
        return signatures.apply(own);
    }

    /**
     * A public key from its encoding.
     *
     * @throws GeneralSecurityException if it is none, or one of another scheme
     */
    PublicKey publicKey(final byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private IllegalStateException missing(final NoSuchAlgorithmException e) {
        return new IllegalStateException("every Java platform of ours has " + algorithm, e);
    }
}
