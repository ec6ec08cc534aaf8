package io.holdfast.log.secure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret that the members of a group share.
 *
 * <p>It is never used itself: each purpose has a key derived from it, so that what is said for one purpose means
 * nothing for another. Its {@link #id} may be known to everybody. Immutable.
 */
public final class GroupKey {
    /** Length of the secret. */
    public static final int LENGTH_BYTES = 32;

    private final byte[] secret;
    private final int id;

    /**
     * A key from its secret, which is copied.
     *
     * @throws IllegalArgumentException if it is not {@link #LENGTH_BYTES} long
     */
    public GroupKey(final byte[] secret) {
        if (secret.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a group key has " + LENGTH_BYTES + " bytes: " + secret.length);
        }
        this.secret = secret.clone();
        id = ByteBuffer.wrap(derive("id")).getInt();
    }

    /** A new key. */
    public static GroupKey random(final SecureRandom random) {
        final byte[] secret = new byte[LENGTH_BYTES];
        random.nextBytes(secret);
        return new GroupKey(secret);
    }

    /** Which key it is; tells nothing of the secret. */
    public int id() {
        return id;
    }

    /** The key for one purpose, 32 bytes. */
    public byte[] derive(final String purpose) {
        return new HmacSha256(secret).of(("holdfast group key: " + purpose).getBytes(StandardCharsets.UTF_8));
    }

    /** The secret as 64 hexadecimal digits, for the key file alone. */
    String secretText() {
        return HexFormat.of().formatHex(secret);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(id);
    }
}
