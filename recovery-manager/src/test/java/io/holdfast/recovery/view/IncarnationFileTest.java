package io.holdfast.recovery.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.worm.JournalFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's lives are counted over restarts. */
final class IncarnationFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldCountOverRestarts() {
        final Path path = directory.resolve("new").resolve("incarnation");
        assertEquals(1, new IncarnationFile(path).next());
        assertEquals(2, new IncarnationFile(path).next());
        final IncarnationFile same = new IncarnationFile(path);
        assertEquals(3, same.next());
        assertEquals(4, same.next());
    }

    @Test
    void shouldNotBeginAnewWithWhatIsNoNumber() throws IOException {
        final Path path = directory.resolve("incarnation");
        for (final String text : new String[] {"", "x", "-1", "0", "9223372036854775807"}) {
            Files.writeString(path, text);
            final JournalFault fault = assertThrows(JournalFault.class, () -> new IncarnationFile(path).next());
            assertTrue(fault.getMessage().contains("must be a number from 1 on: " + text), fault.getMessage());
        }
    }
}
