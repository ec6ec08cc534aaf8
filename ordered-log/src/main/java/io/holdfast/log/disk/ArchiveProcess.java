package io.holdfast.log.disk;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.ArchiveTool;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * An Aeron Archive with a media driver of its own, on threads of its own that sleep when there is nothing to do.
 *
 * <p>They are not the node's: a disk that stands still for a second must delay acknowledgements only, not heartbeats or
 * packets. The driver opens no socket; node and archive talk through shared memory.
 *
 * <p>Made, used and closed by the node's thread.
 */
final class ArchiveProcess implements AutoCloseable {
    /** Only one archive runs in a driver, so any number does. */
    static final long ARCHIVE_ID = 1;

    private static final String LOCAL = "aeron:ipc";
    private static final String CRC32C = "org.agrona.checksum.Crc32c";
    private static final long SHORTEST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long LONGEST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);
    /** A node that stood still for long (a suspended machine) must not find its archive closed. */
    private static final long LIVENESS_NS = TimeUnit.DAYS.toNanos(7);

    private static final int SYNC_DATA_AND_META = 2;

    private final FileChannel lockFile;
    private final MediaDriver driver;
    private final Archive archive;
    private final Aeron aeron;
    private final AgentInvoker invoker;
    private final AeronArchive client;

    /**
     * Starts all of it, taking up the recordings that are there.
     *
     * @throws UncheckedIOException if the directory cannot be written
     * @throws IllegalStateException if another process uses it
     */
    ArchiveProcess(
            final DiskSettings settings, final ErrorHandler errorHandler, final Supplier<IdleStrategy> diskIdle) {
        lockFile = lock(settings.directory());
        MediaDriver startedDriver = null;
        Archive startedArchive = null;
        Aeron startedAeron = null;
        try {
            cutTornEnds(settings.directory());
            startedDriver = MediaDriver.launch(driverContext(settings, errorHandler));
            startedArchive = Archive.launch(archiveContext(settings, errorHandler, diskIdle));
            startedAeron = Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(settings.driverDirectory().toString())
                    .useConductorAgentInvoker(true)
                    .errorHandler(errorHandler));
            invoker = startedAeron.conductorAgentInvoker();
            client = AeronArchive.connect(new AeronArchive.Context()
                    .aeron(startedAeron)
                    .ownsAeronClient(false)
                    .agentInvoker(invoker)
                    .controlRequestChannel(LOCAL)
                    .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId())
                    .controlResponseChannel(LOCAL));
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietCloseAll(startedAeron, startedArchive, startedDriver, lockFile);
            throw e;
        }
        driver = startedDriver;
        archive = startedArchive;
        aeron = startedAeron;
    }

    private static FileChannel lock(final Path directory) {
        FileChannel file = null;
        try {
            Files.createDirectories(directory);
            file = FileChannel.open(
                    directory.resolve("holdfast.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                throw new IllegalStateException("log.diskDirectory must be used by one node only: " + directory);
            }
            // A killed archive's mark would keep the next one out for ten seconds; the lock says more, and at once.
            Files.deleteIfExists(directory.resolve("archive-mark.dat"));
            return file;
        } catch (final IOException e) {
            CloseHelper.quietClose(file);
            throw new UncheckedIOException("log.diskDirectory must be writable: " + directory, e);
        } catch (final IllegalStateException e) {
            CloseHelper.quietClose(file);
            throw e;
        }
    }

    private static FileLock tryLock(final FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    /**
     * A killed archive can leave the last frame of a recording written in part. Such a frame was never durable: it goes.
     * (The archive itself would refuse to start, and ask for this.)
     */
    private static void cutTornEnds(final Path directory) {
        if (Files.exists(directory.resolve("archive.catalog"))) {
            new TornFrames(Checksums.crc32c()).cut(directory);
            final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            ArchiveTool.verify(nowhere, directory.toFile(), Set.of(), CRC32C, tornFile -> true);
        }
    }

    private static IdleStrategy sleeping() {
        return new BackoffIdleStrategy(1, 1, SHORTEST_PARK_NS, LONGEST_PARK_NS);
    }

    private static MediaDriver.Context driverContext(final DiskSettings settings, final ErrorHandler errorHandler) {
        return new MediaDriver.Context()
                .aeronDirectoryName(settings.driverDirectory().toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(sleeping())
                .ipcTermBufferLength(settings.termBufferBytes())
                .clientLivenessTimeoutNs(LIVENESS_NS)
                .publicationUnblockTimeoutNs(2 * LIVENESS_NS)
                .errorHandler(errorHandler);
    }

    private static Archive.Context archiveContext(
            final DiskSettings settings, final ErrorHandler errorHandler, final Supplier<IdleStrategy> diskIdle) {
        final int syncLevel = settings.forced() ? SYNC_DATA_AND_META : 0;
        return new Archive.Context()
                .archiveId(ARCHIVE_ID)
                .aeronDirectoryName(settings.driverDirectory().toString())
                .archiveDir(settings.directory().toFile())
                .deleteArchiveOnStart(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(diskIdle == null ? ArchiveProcess::sleeping : diskIdle)
                .controlChannelEnabled(false)
                .localControlChannel(LOCAL)
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel(LOCAL))
                .recordingEventsEnabled(false)
                // Demanded by the archive; a socket would be opened only to copy from another archive, which nobody
                // does.
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .segmentFileLength(settings.segmentBytes())
                .fileSyncLevel(syncLevel)
                .catalogFileSyncLevel(syncLevel)
                .recordChecksum(Checksums.crc32c())
                .replayChecksum(Checksums.crc32c())
                .errorHandler(errorHandler);
    }

    Aeron aeron() {
        return aeron;
    }

    AeronArchive client() {
        return client;
    }

    int doWork() {
        return invoker.invoke();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(client, aeron, archive, driver, lockFile);
    }
}
