package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupKeyFileTest {
    private static final GroupKeyRing TWO = new GroupKeyRing(List.of(DatagramSealTest.key(1), DatagramSealTest.key(2)));

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatItWrote() throws Exception {
        final Path file = directory.resolve("key");
        GroupKeyFile.write(file, TWO);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(texts(TWO), texts(GroupKeyFile.read(file)));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "nothing else is left");
        }
    }

    @Test
    void shouldRefuseAFileThatOthersMayRead() throws Exception {
        final Path file = directory.resolve("key");
        GroupKeyFile.write(file, TWO);
        for (final String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx-----x")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertEquals(
                    List.of(file + ": a key file must be its owner's alone (chmod 600): " + permissions), faults(file));
        }
    }

    @Test
    void shouldTellAllFaultsAndNoSecrets() throws IOException {
        final Path file = directory.resolve("key");
        final String nearly = "ab".repeat(31);
        Files.writeString(file, "something\nseal " + nearly + "\nopen " + nearly + "\naccept\n# fine\n\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        final List<String> faults = faults(file);
        assertEquals(
                List.of(
                        file + ":1: a key file begins with the line 'holdfast-group-key 1'",
                        file + ":2: a key has 64 hexadecimal digits",
                        file + ":3: a line begins with 'seal', 'accept' or '#'",
                        file + ":4: a key has 64 hexadecimal digits"),
                faults);
        assertFalse(faults.toString().contains("abab"));
    }

    @Test
    void shouldWantOneKeyToSealWith() throws IOException {
        final Path file = directory.resolve("key");
        Files.writeString(file, "holdfast-group-key 1\naccept " + "ab".repeat(32) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(List.of(file + ":2: a key file has one line 'seal HEX': 0"), faults(file));
        Files.writeString(file, "holdfast-group-key 1\n" + ("seal " + "ab".repeat(32) + "\n").repeat(2));
        assertEquals(List.of(file + ":3: a key file has one line 'seal HEX': 2"), faults(file));
        Files.writeString(file, "holdfast-group-key 1\nseal " + "ab".repeat(32) + "\naccept " + "AB".repeat(32) + "\n");
        assertTrue(faults(file).getFirst().contains("the same key twice"));
    }

    @Test
    void shouldSayWhatIsMissingOrNoFile() {
        assertTrue(faults(directory.resolve("none")).getFirst().contains("no such file"));
        assertTrue(faults(directory).stream().anyMatch(fault -> fault.contains("must be a regular file")));
    }

    @Test
    void shouldFollowTheFileAndKeepKeysWhenItIsBad() throws Exception {
        final Path file = directory.resolve("key");
        GroupKeyFile.write(file, GroupKeyRing.of(DatagramSealTest.key(1)));
        final GroupKeys keys = GroupKeys.of(GroupKeyFile.read(file));
        final List<String> said = new CopyOnWriteArrayList<>();
        try (GroupKeyWatch watch = new GroupKeyWatch(file, keys, said::add, 2)) {
            GroupKeyFile.write(file, TWO);
            await(() -> watch.rotations() == 1);
            assertEquals(texts(TWO), texts(keys.ring()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            await(() -> watch.faults() == 1);
            Files.delete(file);
            await(() -> watch.faults() == 2);
            assertEquals(texts(TWO), texts(keys.ring()), "keys that work are kept");
            GroupKeyFile.write(file, GroupKeyRing.of(DatagramSealTest.key(2)));
            await(() -> watch.rotations() == 2);
        }
        assertEquals(4, said.size(), said::toString);
        assertFalse(said.toString().contains("0202"), "no secrets in the log");
    }

    private static List<String> texts(final GroupKeyRing ring) {
        return ring.keys().stream().map(GroupKey::secretText).toList();
    }

    private static List<String> faults(final Path file) {
        return assertThrows(GroupKeyFile.KeyFileException.class, () -> GroupKeyFile.read(file))
                .faults();
    }

    private static void await(final BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "condition not met in time");
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
