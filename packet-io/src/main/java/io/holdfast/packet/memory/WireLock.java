package io.holdfast.packet.memory;

import io.holdfast.packet.DeviceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to be the one node at a memory wire.
 *
 * <p>Between processes a lock on the file decides; the system takes it away from a killed one. Within this process the
 * set of held files decides, and is asked first: merely closing another channel of a file would let go of its lock.
 */
final class WireLock implements AutoCloseable {
    private static final Set<Object> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Object fileKey;
    private final FileChannel channel;

    private WireLock(final Object fileKey, final FileChannel channel) {
        this.fileKey = fileKey;
        this.channel = channel;
    }

    /** Locks a wire's file, or says who has it. */
    static WireLock take(final Path path) {
        final Object fileKey = fileKeyOf(path);
        if (!HELD_HERE.add(fileKey)) {
            throw attachedAlready(path, "by this very process");
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            taken = channel.tryLock() != null;
            if (!taken) {
                throw attachedAlready(path, "by process " + WireFile.nodePid(channel));
            }
            return new WireLock(fileKey, channel);
        } catch (final IOException e) {
            throw new DeviceException("cannot lock the memory wire " + path + ": " + e, e);
        } finally {
            if (!taken) {
                closeQuietly(channel);
                HELD_HERE.remove(fileKey);
            }
        }
    }

    /** The open file; to be closed by {@link #close()} only, since closing it ends the lock. */
    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        closeQuietly(channel);
        HELD_HERE.remove(fileKey);
    }

    private static DeviceException attachedAlready(final Path path, final String holder) {
        return new DeviceException(
                "the memory wire " + path + " is attached already, " + holder + ": a wire has one node");
    }

    private static Object fileKeyOf(final Path path) {
        if (!Files.isRegularFile(path)) {
            throw new DeviceException("the memory wire " + path + " does not exist: its peer makes it, and goes first");
        }
        try {
            return Files.getAttribute(path, "unix:dev") + ":" + Files.getAttribute(path, "unix:ino");
        } catch (final IOException e) {
            throw new DeviceException("the memory wire " + path + " cannot be read: " + e, e);
        }
    }

    private static void closeQuietly(final FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException e) {
            throw new DeviceException("cannot close a memory wire: " + e, e);
        }
    }
}
