package io.holdfast.log.secure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Replaces a node's keys when their file changes.
 *
 * <p>A thread of its own looks at the file; a worker never waits for a disk. A file that is faulty or gone changes
 * nothing: the node says so once, counts it, and goes on with the keys that it has.
 */
public final class GroupKeyWatch implements AutoCloseable {
    /** Between two looks at the file. */
    public static final long INTERVAL_MS = 500;

    private final Path file;
    private final GroupKeys keys;
    private final Consumer<String> log;
    private final long intervalMs;
    private final AtomicLong rotations = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Object lastSeen;

    /** Begins to watch a file that was just read into these keys. The log is told from the watch's thread. */
    public GroupKeyWatch(final Path file, final GroupKeys keys, final Consumer<String> log) {
        this(file, keys, log, INTERVAL_MS);
    }

    GroupKeyWatch(final Path file, final GroupKeys keys, final Consumer<String> log, final long intervalMs) {
        this.file = file;
        this.keys = keys;
        this.log = log;
        this.intervalMs = intervalMs;
        thread = Thread.ofPlatform().daemon().name("holdfast-keys").start(this::run);
    }

    /** Rings that were taken from the file since the start. */
    public long rotations() {
        return rotations.get();
    }

    /** Changes of the file that could not be used. */
    public long faults() {
        return faults.get();
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(intervalMs, TimeUnit.MILLISECONDS));
        } catch (final InterruptedException e) {
            // Nobody interrupts it; if somebody does, it ends.
        }
    }

    private void look() {
        final Object seen = fingerprint();
        if (seen.equals(lastSeen)) {
            return;
        }
        lastSeen = seen;
        try {
            final GroupKeyRing ring = GroupKeyFile.read(file);
            if (!sameKeys(ring, keys.ring())) {
                keys.replace(ring);
                rotations.incrementAndGet();
                log.accept("group keys replaced: seals with " + ring.sealing() + ", accepts " + ring.keys());
            }
        } catch (final GroupKeyFile.KeyFileException e) {
            faults.incrementAndGet();
            log.accept("group keys kept, the file cannot be used: " + e.getMessage());
        }
    }

    /** Size and times of the file, and which file it is; the change time tells of permissions, too. */
    private Object fingerprint() {
        try {
            return Map.copyOf(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime"));
        } catch (final IOException | RuntimeException e) {
            return e.getClass();
        }
    }

    private static boolean sameKeys(final GroupKeyRing a, final GroupKeyRing b) {
        return a.keys().stream()
                .map(GroupKey::secretText)
                .toList()
                .equals(b.keys().stream().map(GroupKey::secretText).toList());
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
