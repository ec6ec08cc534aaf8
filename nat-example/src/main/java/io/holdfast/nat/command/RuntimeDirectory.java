package io.holdfast.nat.command;

import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A node's directory for what lives as long as its process, locked against a second one.
 *
 * <p>What a killed process left there is removed at the next start.
 */
final class RuntimeDirectory implements AutoCloseable {
    private static final String LOCK = "node.lock";

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;

    /**
     * Creates and locks the directory.
     *
     * @throws CommandFailure if another process has it, or it cannot be made
     */
    RuntimeDirectory(final Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            if (!isOurs()) {
                throw new CommandFailure("runtime must be a new directory, or one that a node has made: " + directory
                        + " holds other files, which would be deleted (give another 'runtime')");
            }
            lockFile = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = lockFile.tryLock();
        } catch (final IOException e) {
            throw new CommandFailure(
                    "runtime directory " + directory + " cannot be used: " + FileFailure.reason(e)
                            + " (give another 'runtime')",
                    e);
        }
        if (lock == null) {
            throw new CommandFailure("runtime directory " + directory
                    + " is in use by another node (stop it, or give this one another 'runtime')");
        }
    }

    /** An empty directory, or one with a node's lock in it. */
    private boolean isOurs() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty() || Files.exists(directory.resolve(LOCK));
        }
    }

    Path path() {
        return directory;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            lock.release();
            lockFile.close();
            files.sorted(Comparator.reverseOrder()).forEach(RuntimeDirectory::deleteQuietly);
        } catch (final IOException e) {
            System.err.println("holdfast: cannot remove " + directory + ": " + e);
        }
    }

    private static void deleteQuietly(final Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            System.err.println("holdfast: cannot remove " + path + ": " + e);
        }
    }
}
