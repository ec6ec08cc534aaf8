package io.holdfast.log.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.ChannelUri;
import io.aeron.ExclusivePublication;
import io.aeron.archive.codecs.SourceLocation;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stream and a real archive, whose recording begins and ends when the test says so. */
class DiskStreamTest {
    private static final int STREAM = 1000;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path home;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[100]);

    /** The archive may say that it records before it is connected: until then nothing is wrong, and nothing is written. */
    @Test
    void shouldBeGivenUpOnlyAfterItWasConnected() {
        final DiskSettings settings = DiskSettings.in(home.resolve("archive"), home.resolve("driver"));
        final String channel = "aeron:ipc?term-length=" + settings.termBufferBytes();
        try (ArchiveProcess process = new ArchiveProcess(settings, Throwable::printStackTrace, null)) {
            final ExclusivePublication publication = process.aeron().addExclusivePublication(channel, STREAM);
            try (DiskStream stream = new DiskStream(process, publication)) {
                assertFalse(publication.isConnected(), "nobody records yet: what was taken for a failed disk once");
                assertTrue(stream.isRecorded(), "not connected yet");
                assertFalse(stream.write(1, message, 0, message.capacity()), "to be tried again");
                assertEquals(0, stream.poll());

                final String recorded = ChannelUri.addSessionId(channel, publication.sessionId());
                process.client().startRecording(recorded, STREAM, SourceLocation.LOCAL);
                await(process, () -> stream.write(1, message, 0, message.capacity()));
                assertTrue(stream.isRecorded(), "connected");
                await(process, () -> stream.poll() > 0);
                assertEquals(1, stream.durable());

                process.client().stopRecording(recorded, STREAM);
                await(process, () -> !stream.isRecorded());
                assertFalse(stream.isRecorded(), "given up for good");
            }
        }
    }

    private static void await(final ArchiveProcess process, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            process.doWork();
            assertTrue(System.nanoTime() - deadlineNs < 0, "not in time");
        }
    }
}
