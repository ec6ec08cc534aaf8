package io.holdfast.log.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.logbuffer.FrameDescriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLogTest {
    static final Generation GENERATION = new Generation(7, 0x1234_5678_9abcL, 3, 1, -5);
    static final int MESSAGE_BYTES = 20_000;
    /** With the framing of its fragments. */
    private static final int RECORDED_MESSAGE_BYTES = 20_480;

    private static final int PAGE_BYTES = 4096;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path home;

    @Test
    void shouldReadBackWhatWasStored() throws TimeoutException {
        final Generation two = new Generation(2, 3, 4, 2, 5);
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            log.begin(two);
            storeSnapshot(log, 3);
            storeRecords(log, 0, 1, 40);
            storeRecords(log, 1, 1, 7);
        }
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            final StoredGeneration stored = log.newest().orElseThrow();
            assertEquals(two, stored.generation());
            assertEquals(3, stored.readSnapshot(new Checker()));
            assertEquals(40, stored.readRecords(0, new Checker()));
            assertEquals(7, stored.readRecords(1, new Checker()));
        }
    }

    @Test
    void shouldNotCountAsStoredWhatTheDiskHasNotTaken() {
        final StallingDisk disk = new StallingDisk();
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail, () -> disk)) {
            log.begin(GENERATION);
            storeSnapshot(log, 1);
            storeRecords(log, 0, 1, 1);
            disk.stall(System.nanoTime() + LIMIT_NS);
            assertTrue(write(log, 0, 2), "the log must take a record while the disk stands still");
            for (int i = 0; i < 10_000; i++) {
                log.doWork();
            }
            assertEquals(1, log.durableBurst(0), "acknowledged before it was on the disk");
            disk.goOn();
            await(log, () -> log.durableBurst(0) == 2);
        }
    }

    @Test
    void shouldTakeNoMoreThanItsBuffersHoldWhileTheDiskStandsStill() {
        final StallingDisk disk = new StallingDisk();
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail, () -> disk)) {
            log.begin(GENERATION);
            storeSnapshot(log, 1);
            storeRecords(log, 0, 1, 1);
            disk.stall(System.nanoTime() + LIMIT_NS);
            long burst = 1;
            while (write(log, 0, burst + 1)) {
                burst++;
                assertTrue(burst * MESSAGE_BYTES < settings().termBufferBytes(), "the queue to the disk has no limit");
                log.doWork();
            }
            assertTrue(burst > 1, "nothing may wait for the disk");
            assertTrue(log.fullCount() > 0);
            disk.goOn();
            final long last = burst;
            await(log, () -> log.durableBurst(0) == last);
        }
    }

    @Test
    void shouldHoldEverythingAcknowledgedWhenItsProcessIsKilled() throws IOException, TimeoutException {
        final long said = killWriterAfter(200);
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            final StoredGeneration stored = log.newest().orElseThrow();
            assertEquals(GENERATION, stored.generation());
            assertEquals(1, stored.readSnapshot(new Checker()));
            final long found = stored.readRecords(0, new Checker());
            assertTrue(found >= said, "burst " + said + " was acknowledged, the disk has " + found);
        }
    }

    @Test
    void shouldCutAFrameThatWasWrittenInPartAndKeepAllBeforeIt() throws IOException, TimeoutException {
        killWriterAfter(300);
        final Path segment = largestSegment();
        final long kept = messagesBefore(tearAFrame(segment, settings().termBufferBytes() + (1 << 18)));
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            final StoredGeneration stored = log.newest().orElseThrow();
            assertEquals(kept, stored.readRecords(0, new Checker()));
        }
    }

    @Test
    void shouldNotHandOverDamagedRecords() throws IOException {
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            log.begin(GENERATION);
            storeSnapshot(log, 1);
            storeRecords(log, 0, 1, 10);
        }
        flipByteOf(largestSegment(), 5 * MESSAGE_BYTES);
        final DiskSettings impatient = new DiskSettings(
                settings().directory(),
                settings().driverDirectory(),
                settings().termBufferBytes(),
                settings().segmentBytes(),
                true,
                TimeUnit.SECONDS.toNanos(1));
        try (DiskLog log = new DiskLog(impatient, error -> {})) {
            final StoredGeneration stored = log.newest().orElseThrow();
            assertThrows(Exception.class, () -> stored.readRecords(0, new Checker()));
        }
    }

    @Test
    void shouldKeepTheOlderGenerationUntilTheNewerSnapshotIsDurable() {
        final Generation newer = new Generation(8, 1, 4, 1, -5);
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            log.begin(GENERATION);
            storeSnapshot(log, 1);
            storeRecords(log, 0, 1, 5);
            log.begin(newer);
            assertThrows(IllegalStateException.class, log::discardOlder);
            storeSnapshot(log, 2);
            assertEquals(2, log.catalogue().size());
            log.discardOlder();
            assertEquals(1, log.catalogue().size());
            assertEquals(newer, log.newest().orElseThrow().generation());
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() {
        try (DiskLog log = new DiskLog(settings(), DiskLogTest::fail)) {
            final DiskSettings second = DiskSettings.in(settings().directory(), home.resolve("second"));
            final IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> new DiskLog(second, DiskLogTest::fail));
            assertTrue(refusal.getMessage().contains("one node only"), refusal.getMessage());
            assertTrue(log.isWorking());
        }
    }

    @Test
    void shouldNameGenerationsSoThatTheyCanBeRead() {
        assertEquals(GENERATION, Generation.parse(GENERATION.text()).orElseThrow());
        assertFalse(Generation.parse("holdfast_v1_i2").isPresent());
        assertFalse(Generation.parse("holdfast_v1_i2_e3_w0_g1").isPresent());
    }

    /** Returns the last burst that the process said was stored. */
    private long killWriterAfter(final long bursts) throws IOException {
        final Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DiskLogWriterMain.class.getName(),
                        settings().directory().toString(),
                        home.resolve("killed").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long said = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = lines.readLine();
            while (line != null) {
                said = Long.parseLong(line);
                if (said >= bursts) {
                    // Through its handle, which leaves what the process has said readable.
                    process.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        assertTrue(said >= bursts, "the process ended by itself after burst " + said);
        return said;
    }

    private Path largestSegment() throws IOException {
        try (Stream<Path> files = Files.list(settings().directory())) {
            final List<Path> segments = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".rec")).toList());
            // The snapshot was recorded first, the worker's log second.
            segments.sort(Comparator.comparing(Path::getFileName));
            return segments.getLast();
        }
    }

    /** Zeros all from a page boundary on that lies in a frame after the position; returns where that frame begins. */
    private static long tearAFrame(final Path segment, final int position) throws IOException {
        final UnsafeBuffer file = new UnsafeBuffer(IoUtil.mapExistingFile(segment.toFile(), "segment"));
        try {
            int offset = 0;
            int next = 0;
            while (offset < position || (next - 1) / PAGE_BYTES == offset / PAGE_BYTES) {
                offset = next;
                next = offset
                        + BitUtil.align(FrameDescriptor.frameLength(file, offset), FrameDescriptor.FRAME_ALIGNMENT);
                assertTrue(next > offset, "the recording is too short");
            }
            final int boundary = (next - 1) / PAGE_BYTES * PAGE_BYTES;
            file.setMemory(boundary, file.capacity() - boundary, (byte) 0);
            return offset;
        } finally {
            BufferUtil.free(file);
        }
    }

    /** No message reaches over the end of a term. */
    private long messagesBefore(final long position) {
        final int termBytes = settings().termBufferBytes();
        return position / termBytes * (termBytes / RECORDED_MESSAGE_BYTES)
                + position % termBytes / RECORDED_MESSAGE_BYTES;
    }

    private static void flipByteOf(final Path file, final long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            final int value = bytes.read();
            bytes.seek(position);
            bytes.write(value ^ 0x40);
        }
    }

    private DiskSettings settings() {
        return DiskSettings.in(home.resolve("archive"), home.resolve("driver"));
    }

    private static void storeSnapshot(final DiskLog log, final int messages) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
        for (int i = 1; i <= messages; i++) {
            fill(buffer, i);
            await(log, () -> log.snapshot(buffer, 0, buffer.capacity()));
        }
        log.snapshotEnds();
        await(log, log::isSnapshotDurable);
    }

    private static void storeRecords(final DiskLog log, final int worker, final long first, final long last) {
        for (long burst = first; burst <= last; burst++) {
            final long number = burst;
            await(log, () -> write(log, worker, number));
        }
        await(log, () -> log.durableBurst(worker) == last);
    }

    private static boolean write(final DiskLog log, final int worker, final long burst) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
        fill(buffer, burst);
        return log.record(worker, burst, buffer, 0, buffer.capacity());
    }

    private static void await(final DiskLog log, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            log.doWork();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not within " + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NS) + " s");
            }
        }
    }

    static void fill(final UnsafeBuffer buffer, final long number) {
        for (int i = 0; i < buffer.capacity(); i += Long.BYTES) {
            buffer.putLong(i, number * 31 + i);
        }
    }

    private static void fail(final Throwable error) {
        error.printStackTrace();
    }

    /** Expects message 1, 2, 3 …, each whole. */
    private static final class Checker implements io.holdfast.log.MessageHandler {
        private long last;

        @Override
        public void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            last++;
            assertEquals(MESSAGE_BYTES, lengthBytes);
            for (int i = 0; i < lengthBytes; i += Long.BYTES) {
                assertEquals(last * 31 + i, buffer.getLong(offset + i), "message " + last);
            }
        }
    }
}
