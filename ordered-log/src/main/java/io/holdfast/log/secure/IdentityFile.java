package io.holdfast.log.secure;

import io.holdfast.log.secure.GroupKeyFile.KeyFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of a member's own keys, Ed25519 (RFC 8032): its private one as PEM (RFC 7468, PKCS#8), for its owner alone as a
 * group's key file; the public one as PEM, or as that PEM's base64 on a line. Any thread.
 *
 * <p>A file made here has both parts, private one first. One of {@code openssl genpkey -algorithm ed25519} is as good.
 */
public final class IdentityFile {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE_CHARACTERS = 64;

    private IdentityFile() {}

    /**
     * Makes a pair.
     *
     * @return the public key's text, as {@link #publicKey} reads it
     * @throws IOException if the file cannot be written
     */
    public static String make(final Path file) throws IOException {
        final KeyPair pair = newPair();
        SecretFile.write(
                file,
                pem(PRIVATE, pair.getPrivate().getEncoded())
                        + pem(PUBLIC, pair.getPublic().getEncoded()));
        return text(pair.getPublic());
    }

    /** A pair that is in no file. */
    public static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (final GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** A public key as text. */
    public static String text(final PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /**
     * Reads and checks a private key's file.
     *
     * @throws KeyFileException with all faults; no part of a key is in them
     */
    public static PrivateKey read(final Path file) throws KeyFileException {
        final List<String> faults = new ArrayList<>();
        final String text = SecretFile.read(file, "holdfast key --identity " + file, faults);
        try {
            if (text != null) {
                return factory().generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE)));
            }
        } catch (final GeneralSecurityException | IllegalArgumentException e) {
            faults.add(file + ": must have one private key of Ed25519 between '-----BEGIN " + PRIVATE
                    + "-----' and '-----END " + PRIVATE + "-----' (PEM, PKCS#8)");
        }
        throw new KeyFileException(faults);
    }

    /**
     * Reads a public key.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static PublicKey publicKey(final String text) {
        try {
            return factory()
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (final GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key of Ed25519 in base64", e);
        }
    }

    /**
     * Reads the public key of a PEM file, whatever else is in it.
     *
     * @throws IOException if it cannot be read, or is too long to be one
     * @throws IllegalArgumentException if there is none in it
     */
    public static PublicKey publicKeyIn(final Path file) throws IOException {
        if (Files.size(file) > SecretFile.MAX_BYTES) {
            throw new IOException(
                    file + ": a key file has at most " + SecretFile.MAX_BYTES + " bytes: " + Files.size(file));
        }
        return publicKey(
                Base64.getEncoder().encodeToString(block(Files.readString(file, StandardCharsets.ISO_8859_1), PUBLIC)));
    }

    private static byte[] block(final String text, final String label) {
        final Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + label);
        }
        final byte[] encoded = Base64.getDecoder().decode(matcher.group(1).replaceAll("\\s", ""));
        if (matcher.find()) {
            throw new IllegalArgumentException("more than one " + label);
        }
        return encoded;
    }

    private static String pem(final String label, final byte[] encoded) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END "
                + label + "-----\n";
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM);
    }

    private static IllegalStateException missing(final GeneralSecurityException e) {
        return new IllegalStateException("every Java platform of ours has " + ALGORITHM, e);
    }
}
