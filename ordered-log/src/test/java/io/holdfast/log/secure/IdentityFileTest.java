package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.GroupKeyFile.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {
    /** RFC 8410, section 10.3 and 10.1: what another program has written. */
    private static final String RFC_PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    private static final String RFC_PUBLIC = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("a.identity");
    }

    private static boolean fit(final PrivateKey own, final PublicKey listed) throws GeneralSecurityException {
        final Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(own);
        signature.update((byte) 7);
        final byte[] signed = signature.sign();
        signature.initVerify(listed);
        signature.update((byte) 7);
        return signature.verify(signed);
    }

    @Test
    void shouldReadWhatItMadeForNobodyElse() throws Exception {
        final String text = IdentityFile.make(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(fit(IdentityFile.read(file), IdentityFile.publicKey(text)));
        assertEquals(text, IdentityFile.text(IdentityFile.publicKeyIn(file)));
        final String other = IdentityFile.make(directory.resolve("b.identity"));
        assertFalse(fit(IdentityFile.read(file), IdentityFile.publicKey(other)));
    }

    @Test
    void shouldReadWhatAnotherProgramMade() throws Exception {
        write(RFC_PRIVATE);
        assertTrue(fit(IdentityFile.read(file), IdentityFile.publicKey(RFC_PUBLIC)));
    }

    @Test
    void shouldSayWhatIsWrongWithAFileAndNoPartOfAKey() throws Exception {
        fault("no such file; 'holdfast key --identity");
        write("");
        fault("must have one private key of Ed25519");
        write(RFC_PRIVATE + RFC_PRIVATE);
        fault("must have one private key of Ed25519");
        write(RFC_PRIVATE.replace("MC4CAQ", "MC4DAQ"));
        fault("must have one private key of Ed25519");
        write(pem(KeyPairGenerator.getInstance("X25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded()));
        fault("must have one private key of Ed25519");
        write(RFC_PRIVATE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        fault("must be its owner's alone (chmod 600): rw-r-----");
    }

    @Test
    void shouldRefuseWhatIsNoPublicKey() throws Exception {
        for (final String wrong : new String[] {"", "x", "****", RFC_PUBLIC.substring(4)}) {
            assertThrows(IllegalArgumentException.class, () -> IdentityFile.publicKey(wrong), wrong);
        }
        write(RFC_PRIVATE);
        assertThrows(IllegalArgumentException.class, () -> IdentityFile.publicKeyIn(file), "there is none in it");
        write("x".repeat(5000));
        assertThrows(IOException.class, () -> IdentityFile.publicKeyIn(file), "too long to be one");
        assertThrows(IOException.class, () -> IdentityFile.publicKeyIn(directory.resolve("none")));
    }

    private static String pem(final byte[] encoded) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private void write(final String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void fault(final String part) {
        final KeyFileException thrown = assertThrows(KeyFileException.class, () -> IdentityFile.read(file));
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
        assertTrue(thrown.faults().stream().allMatch(fault -> fault.startsWith(file + ": ")), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("MC4"), thrown.getMessage());
    }
}
