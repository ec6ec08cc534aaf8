package io.holdfast.nat.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyFile;
import io.holdfast.log.secure.IdentityFile;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.recovery.attestation.MemberKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
    @TempDir
    private Path directory;

    @Test
    void shouldMakeAKeyForNobodyElseToRead() throws Exception {
        final Path file = directory.resolve("group.key");
        assertEquals(0, HoldfastCommand.execute("key", file.toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        final Path other = directory.resolve("other.key");
        assertEquals(0, HoldfastCommand.execute("key", other.toString()));
        assertNotEquals(ids(file), ids(other));
    }

    @Test
    void shouldNotReplaceAKey() throws Exception {
        final Path file = directory.resolve("group.key");
        assertEquals(0, HoldfastCommand.execute("key", file.toString()));
        final List<Integer> before = ids(file);
        assertEquals(1, HoldfastCommand.execute("key", file.toString()));
        assertEquals(before, ids(file));
    }

    @Test
    void shouldRotateInThreeSteps() throws Exception {
        final Path file = directory.resolve("group.key");
        assertEquals(1, HoldfastCommand.execute("key", "--add", file.toString()), "there is none");
        assertEquals(0, HoldfastCommand.execute("key", file.toString()));
        final int first = ids(file).getFirst();
        assertEquals(1, HoldfastCommand.execute("key", "--promote", file.toString()), "there is one only");
        assertEquals(1, HoldfastCommand.execute("key", "--retire", file.toString()));
        assertEquals(0, HoldfastCommand.execute("key", "--add", file.toString()));
        assertEquals(first, ids(file).getFirst());
        final int second = ids(file).get(1);
        assertEquals(0, HoldfastCommand.execute("key", "--promote", file.toString()));
        assertEquals(List.of(second, first), ids(file));
        assertEquals(0, HoldfastCommand.execute("key", "--retire", file.toString()));
        assertEquals(List.of(second), ids(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldRefuseTwoStepsAtOnceAndTooManyKeys() throws Exception {
        final Path file = directory.resolve("group.key");
        assertEquals(0, HoldfastCommand.execute("key", file.toString()));
        assertEquals(2, HoldfastCommand.execute("key", "--add", "--retire", file.toString()));
        for (int i = 0; i < 3; i++) {
            assertEquals(0, HoldfastCommand.execute("key", "--add", file.toString()));
        }
        assertEquals(1, HoldfastCommand.execute("key", "--add", file.toString()));
        assertEquals(4, ids(file).size());
        assertFalse(Files.readString(file).isEmpty());
    }

    @Test
    void shouldMakeAMembersOwnKeysOnce() throws Exception {
        final Path file = directory.resolve("a.identity");
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        final PrintStream out = System.out;
        try (PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(print);
            assertEquals(0, HoldfastCommand.execute("key", "--identity", file.toString()));
        } finally {
            System.setOut(out);
        }
        final String key =
                said.toString(StandardCharsets.UTF_8).lines().toList().getLast();
        assertEquals(key, IdentityFile.text(IdentityFile.publicKey(key)));
        final PrivateKey made = IdentityFile.read(file);
        assertTrue(new MemberKeys(made, Map.of("a", IdentityFile.publicKey(key))).isOwn("a"));
        assertEquals(1, HoldfastCommand.execute("key", "--identity", file.toString()), "it is there already");
        assertEquals(made, IdentityFile.read(file));
        assertEquals(2, HoldfastCommand.execute("key", "--identity", "--add", file.toString()));
    }

    private static List<Integer> ids(final Path file) throws GroupKeyFile.KeyFileException {
        return GroupKeyFile.read(file).keys().stream().map(GroupKey::id).toList();
    }
}
