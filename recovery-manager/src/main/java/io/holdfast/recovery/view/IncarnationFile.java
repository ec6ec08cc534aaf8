package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.JournalFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Counts the lives of a node: each {@link #next} is above all before, over restarts, too, because it is on the disk
 * before it is told. Two processes must not use one file; the registers' journal beside it is locked against that. Used
 * by the node's thread; takes as long as the disk does.
 */
public final class IncarnationFile {
    private final Path path;

    public IncarnationFile(final Path path) {
        this.path = path.toAbsolutePath();
    }

    /**
     * The number of the next life: 1 if there is no file yet.
     *
     * @throws JournalFault if the file holds something else than a number
     * @throws UncheckedIOException if it cannot be read or written
     */
    public long next() {
        try {
            final long next = Math.addExact(read(), 1);
            write(next);
            return next;
        } catch (final IOException e) {
            throw new UncheckedIOException("the node's incarnation " + path + ": " + e.getMessage(), e);
        }
    }

    private long read() throws IOException {
        final String text;
        try {
            text = Files.readString(path).trim();
        } catch (final NoSuchFileException e) {
            return 0;
        }
        try {
            final long last = Long.parseLong(text);
            if (last > 0 && last < Long.MAX_VALUE) {
                return last;
            }
        } catch (final NumberFormatException e) {
            // Told below, with the other wrong contents.
        }
        throw new JournalFault("the node's incarnation " + path + " must be a number from 1 on: " + text
                + ". If it is lost, write a number above all that the views show for this node");
    }

    private void write(final long number) throws IOException {
        Files.createDirectories(path.getParent());
        final Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
