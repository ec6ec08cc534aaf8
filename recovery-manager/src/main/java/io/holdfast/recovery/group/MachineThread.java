package io.holdfast.recovery.group;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The thread of the Java virtual machine that stops all others, for a collection or to undo what was compiled, and lets them
 * go on. With the serial collector it also collects.
 */
final class MachineThread {
    /** What HotSpot calls it, in the kernel as well. */
    private static final String NAME = "VM Thread";

    private static final Path THREADS = Path.of("/proc/self/task");

    private MachineThread() {}

    /** Its number in the kernel; none if this virtual machine has no such thread, or the kernel does not tell. */
    static OptionalInt number() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (final Path thread : threads) {
                if (name(thread).equals(NAME)) {
                    return OptionalInt.of(Integer.parseInt(thread.getFileName().toString()));
                }
            }
        } catch (final IOException e) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    private static String name(final Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (final NoSuchFileException e) {
            // It has ended since.
            return "";
        }
    }
}
