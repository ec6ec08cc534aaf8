package io.holdfast.recovery.attestation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import java.util.Set;

/**
 * Keys that tell members from one another for longer than a process lives: a member's own private one, and the public ones of
 * those that are listed. Ed25519 (RFC 8032). Any thread.
 *
 * <p><b>Why.</b> The group's key tells members from strangers. Who has it could introduce a process of his as any member,
 * and be believed in that member's name. An introduction of a listed member counts only with its signature.
 */
public final class MemberKeys {
    /** Nobody is listed. */
    public static final MemberKeys NONE = new MemberKeys(null, Map.of());

    static final int SIGNATURE_BYTES = 64;

    private static final String ALGORITHM = "Ed25519";
    private static final byte[] PURPOSE = "holdfast introduction 1 ".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey own;
    private final Map<String, PublicKey> listed;

    /**
     * @param own of this member; null if it has none
     * @param listed by the members' names
     */
    public MemberKeys(final PrivateKey own, final Map<String, PublicKey> listed) {
        this.own = own;
        this.listed = Map.copyOf(listed);
    }

    /** Names of those whose keys are listed. */
    public Set<String> listed() {
        return listed.keySet();
    }

    /** Whether this member's own key is the one that is listed under a name. */
    public boolean isOwn(final String member) {
        final byte[] anything = PURPOSE.clone();
        return own != null && isBy(member, anything, sign(anything));
    }

    /** A signature by this member; empty if it has no key. */
    byte[] sign(final byte[] content) {
        if (own == null) {
            return new byte[0];
        }
        try {
            final Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(own);
            signature.update(PURPOSE);
            signature.update(content);
            return signature.sign();
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a member's own key is none of " + ALGORITHM, e);
        }
    }

    /** Whether a member that is not listed says something, or a listed one with its signature. */
    boolean mayBe(final String member, final byte[] content, final byte[] signature) {
        return !listed.containsKey(member) || isBy(member, content, signature);
    }

    private boolean isBy(final String member, final byte[] content, final byte[] signature) {
        final PublicKey key = listed.get(member);
        if (key == null || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            final Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(PURPOSE);
            check.update(content);
            return check.verify(signature);
        } catch (final GeneralSecurityException e) {
            return false;
        }
    }

    /** Without the private key. */
    @Override
    public String toString() {
        return (own == null ? "no key of its own, listed: " : "a key of its own, listed: ") + listed.keySet();
    }
}
