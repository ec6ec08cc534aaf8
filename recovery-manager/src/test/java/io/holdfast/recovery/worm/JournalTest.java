package io.holdfast.recovery.worm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal keeps through torn writes and restarts, and what it refuses. */
final class JournalTest {
    @TempDir
    private Path directory;

    private final List<String> frames = new ArrayList<>();

    private Journal open(final boolean mayBegin) {
        frames.clear();
        final JournalFile file = DiskJournalFile.open(path());
        try {
            return Journal.open(file, "pair/a", mayBegin, frame -> frames.add(frame.readText(1000)));
        } catch (final RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Path path() {
        return directory.resolve("registers");
    }

    private static byte[] text(final String text) {
        return new WireWriter().putText(text).toBytes();
    }

    private void write(final String... texts) {
        try (Journal journal = open(true)) {
            for (final String text : texts) {
                journal.append(text(text));
            }
        }
    }

    @Test
    void shouldFindItsFramesAfterARestart() {
        write("one", "two");
        write("three");
        open(false).close();
        assertEquals(List.of("", "one", "two", "three"), frames);
    }

    @Test
    void shouldCutEveryTornTail() throws IOException {
        write("one", "two");
        final long whole = Files.size(path());
        write("three");
        final byte[] all = Files.readAllBytes(path());
        for (int length = (int) whole + 1; length < all.length; length++) {
            Files.write(path(), Arrays.copyOf(all, length));
            open(false).close();
            assertEquals(List.of("", "one", "two"), frames, "cut at " + length);
            assertEquals(whole, Files.size(path()));
        }
    }

    @Test
    void shouldGoOnAfterATornTail() throws IOException {
        write("one");
        Files.write(path(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        write("two");
        try (Journal journal = open(false)) {
            assertEquals(List.of("", "one", "two"), frames);
            assertEquals(0, journal.cutBytes());
        }
    }

    @Test
    void shouldRefuseDamageBeforeTheTail() throws IOException {
        write("one", "two", "three");
        final byte[] all = Files.readAllBytes(path());
        for (int i = 0; i < all.length - 1 - Journal.HEADER_BYTES - 8; i++) {
            final byte[] damaged = all.clone();
            damaged[i] ^= 1;
            Files.write(path(), damaged);
            final int at = i;
            assertThrows(JournalFault.class, () -> open(false).close(), () -> "byte " + at);
        }
    }

    @Test
    void shouldRefuseToBeginAnewUnlessAllowed() {
        final JournalFault fault = assertThrows(JournalFault.class, () -> open(false));
        assertTrue(fault.getMessage().contains("must not vote"), fault.getMessage());
    }

    @Test
    void shouldRefuseAnothersJournal() {
        write("one");
        final JournalFile file = DiskJournalFile.open(path());
        final JournalFault fault =
                assertThrows(JournalFault.class, () -> Journal.open(file, "pair/b", true, frame -> {}));
        assertTrue(fault.getMessage().contains("belongs to pair/a"), fault.getMessage());
        file.close();
    }

    @Test
    void shouldRefuseAJournalThatIsInUse() {
        try (Journal journal = open(true)) {
            final UncheckedIOException fault = assertThrows(UncheckedIOException.class, () -> open(true));
            assertTrue(fault.getMessage().contains("in use"), fault.getMessage());
            journal.append(text("one"));
        }
    }

    @Test
    void shouldPutOneFrameInThePlaceOfAll() {
        try (Journal journal = open(true)) {
            journal.append(text("one"));
            journal.rewrite(text("all"));
            journal.append(text("two"));
        }
        open(false).close();
        assertEquals(List.of("all", "two"), frames);
    }

    @Test
    void shouldNotBeUsedAfterAFailure() {
        final JournalFile failing = new JournalFile() {
            private final MemoryJournalFile file = new MemoryJournalFile(new byte[0], true);

            @Override
            public byte[] content() {
                return file.content();
            }

            @Override
            public void append(final org.agrona.DirectBuffer buffer, final int offset, final int lengthBytes) {
                file.append(buffer, offset, lengthBytes);
            }

            @Override
            public void force() {
                throw new UncheckedIOException(new IOException("disk"));
            }

            @Override
            public void truncate(final long lengthBytes) {}

            @Override
            public void replace(final org.agrona.DirectBuffer buffer, final int offset, final int lengthBytes) {
                file.replace(buffer, offset, lengthBytes);
            }

            @Override
            public void close() {}
        };
        final Journal journal = Journal.open(failing, "pair/a", true, frame -> {});
        assertThrows(UncheckedIOException.class, () -> journal.append(text("one")));
        assertThrows(JournalFault.class, () -> journal.append(text("one")));
    }
}
