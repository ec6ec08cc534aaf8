package io.holdfast.recovery.worm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;

/**
 * A journal file on a disk, locked against other processes for as long as it is open: two acceptors on one journal
 * would promise different things. The lock is a file of its own, because replacing puts another file in the place.
 */
public final class DiskJournalFile implements JournalFile {
    private static final int MOST_CONTENT_BYTES = 1 << 30;

    private final Path path;
    private final FileChannel lockChannel;
    private FileChannel channel;

    private DiskJournalFile(final Path path, final FileChannel lockChannel, final FileChannel channel) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.channel = channel;
    }

    /**
     * Opens or makes the file.
     *
     * @throws UncheckedIOException if that fails, or if another process has it open
     */
    public static DiskJournalFile open(final Path path) {
        try {
            final Path absolute = path.toAbsolutePath();
            Files.createDirectories(absolute.getParent());
            final FileChannel lockChannel =
                    FileChannel.open(sibling(absolute, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock(absolute, lockChannel);
                return new DiskJournalFile(absolute, lockChannel, openAtEnd(absolute));
            } catch (final IOException e) {
                lockChannel.close();
                throw e;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void lock(final Path path, final FileChannel lockChannel) throws IOException {
        FileLock lock = null;
        try {
            lock = lockChannel.tryLock();
        } catch (final OverlappingFileLockException e) {
            // Locked in this process: the same as locked in another one.
        }
        if (lock == null) {
            throw new IOException("the registers' journal " + path + " is in use by another process");
        }
    }

    private static FileChannel openAtEnd(final Path path) throws IOException {
        final FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.position(channel.size());
        return channel;
    }

    @Override
    public byte[] content() {
        try {
            final long size = channel.size();
            if (size > MOST_CONTENT_BYTES) {
                throw new IOException(
                        "the registers' journal " + path + " is longer than " + MOST_CONTENT_BYTES + " bytes: " + size);
            }
            final ByteBuffer content = ByteBuffer.allocate((int) size);
            while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
                // Until all is read.
            }
            return content.array();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void append(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        try {
            writeAll(channel, buffer, offset, lengthBytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void force() {
        try {
            channel.force(false);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void truncate(final long lengthBytes) {
        try {
            channel.truncate(lengthBytes);
            channel.position(lengthBytes);
            channel.force(true);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void replace(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final Path fresh = sibling(path, ".new");
        try {
            try (FileChannel written = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                writeAll(written, buffer, offset, lengthBytes);
                written.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory();
            channel.close();
            channel = openAtEnd(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A renamed file is only found again after a crash if its directory is on the disk, too. */
    private void forceDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void writeAll(
            final FileChannel channel, final DirectBuffer buffer, final int offset, final int lengthBytes)
            throws IOException {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        final ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    private static Path sibling(final Path path, final String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    @Override
    public void close() {
        try {
            channel.close();
            lockChannel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
