package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread with a table of open files of its own, which ends with it. */
class OwnFilesTest {
    private static final long LIMIT_S = 10;

    @TempDir
    Path home;

    @Test
    void shouldKeepWhatAThreadOpensFromTheOthers() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/thread-self/fd")));
        final Path file = Files.createFile(home.resolve("own"));
        // Classes that the thread needs are loaded before: their jars are in both tables.
        targets("/proc/thread-self/fd");
        final CompletableFuture<List<String>> own = new CompletableFuture<>();
        final CompletableFuture<Void> looked = new CompletableFuture<>();
        final Thread thread = Thread.ofPlatform().start(() -> {
            try {
                assertTrue(Libc.unshareFiles());
                try (var channel = Files.newByteChannel(file)) {
                    own.complete(targets("/proc/thread-self/fd"));
                    looked.get(LIMIT_S, TimeUnit.SECONDS);
                    assertEquals(0, channel.size());
                }
            } catch (final Throwable e) {
                own.completeExceptionally(e);
            }
        });
        final List<String> seenByThread = own.get(LIMIT_S, TimeUnit.SECONDS);
        final List<String> seenByOthers = targets("/proc/thread-self/fd");
        looked.complete(null);
        assertTrue(thread.join(java.time.Duration.ofSeconds(LIMIT_S)));
        assertTrue(seenByThread.contains(file.toRealPath().toString()), seenByThread.toString());
        assertFalse(seenByOthers.contains(file.toRealPath().toString()), seenByOthers.toString());
    }

    private static List<String> targets(final String table) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of(table))) {
            return descriptors.map(OwnFilesTest::target).toList();
        }
    }

    private static String target(final Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (final IOException e) {
            return "";
        }
    }
}
