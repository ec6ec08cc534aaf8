package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path directory;

    @Test
    void shouldShowWhatCameBeforeALineThatRepeats() throws IOException {
        final Path log = directory.resolve("a.log");
        Files.writeString(log, "1.0 started\n1.1 lost the peer\n1.2 refused\n1.3 refused\n1.4 refused\n");
        assertEquals("1.1 lost the peer\n1.2 refused\n  (the same 2 more times)", LogTail.of(log, 3));
    }

    @Test
    void shouldTellASilentProcessFromAMissingLog() throws IOException {
        final Path log = directory.resolve("a.log");
        assertTrue(LogTail.of(log, 3).startsWith("(no log"));
        Files.createFile(log);
        assertEquals("(silent)", LogTail.of(log, 3));
    }
}
