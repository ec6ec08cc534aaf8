package io.holdfast.log.disk;

import static io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;
import static io.aeron.logbuffer.FrameDescriptor.frameLength;
import static io.aeron.logbuffer.FrameDescriptor.frameSessionId;
import static io.aeron.logbuffer.FrameDescriptor.isPaddingFrame;
import static io.aeron.protocol.DataHeaderFlyweight.HEADER_LENGTH;

import io.aeron.archive.checksum.Checksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts what a killed archive had written of a frame in part.
 *
 * <p>A kernel writes page by page, and a killed writer may get some pages of a block into the file and not the others: a
 * frame that reaches over such a boundary has its head and zeros for the rest. It was never durable, so nobody counts on
 * it; but the archive refuses to replay the block that it lies in, whole frames included. The archive's own tool looks
 * for this too, but by page boundaries counted from where its last chunk of reading began instead of from the file's
 * beginning, and so misses it in files that are longer than a chunk.
 *
 * <p>Only that shape is cut (a wrong checksum, and zeros from a page boundary on). A frame with any other damage stays,
 * and reading the log back fails.
 */
final class TornFrames {
    private static final int PAGE_BYTES = 4096;
    private static final String SUFFIX = ".rec";

    private final Checksum checksum;

    TornFrames(final Checksum checksum) {
        this.checksum = checksum;
    }

    /** Cuts them from the last file of each recording of an archive that does not run; returns how many it cut. */
    int cut(final Path directory) {
        int count = 0;
        for (final Path segment : lastSegments(directory)) {
            final long torn = find(segment);
            if (torn >= 0) {
                truncate(segment, torn);
                count++;
            }
        }
        return count;
    }

    /** Names are "recording-position.rec". */
    private static Collection<Path> lastSegments(final Path directory) {
        final Map<String, Path> last = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(SUFFIX))
                    .forEach(file -> last.merge(recordingOf(file), file, TornFrames::later));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
        return last.values();
    }

    private static String recordingOf(final Path segment) {
        final String name = segment.getFileName().toString();
        return name.substring(0, Math.max(0, name.indexOf('-')));
    }

    private static Path later(final Path one, final Path other) {
        return positionOf(one) > positionOf(other) ? one : other;
    }

    private static long positionOf(final Path segment) {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name, name.indexOf('-') + 1, name.length() - SUFFIX.length(), 10);
    }

    private long find(final Path segment) {
        if (segment.toFile().length() < HEADER_LENGTH) {
            return -1;
        }
        final UnsafeBuffer file = new UnsafeBuffer(IoUtil.mapExistingFile(segment.toFile(), "segment"));
        try {
            int offset = 0;
            while (offset + HEADER_LENGTH <= file.capacity()) {
                final int length = frameLength(file, offset);
                final int aligned = BitUtil.align(length, FRAME_ALIGNMENT);
                if (length < HEADER_LENGTH || aligned > file.capacity() - offset) {
                    return -1;
                }
                if (!isPaddingFrame(file, offset) && !isWhole(file, offset, aligned) && isCut(file, offset, length)) {
                    return offset;
                }
                offset += aligned;
            }
            return -1;
        } finally {
            BufferUtil.free(file);
        }
    }

    private boolean isWhole(final UnsafeBuffer file, final int offset, final int aligned) {
        final int computed = checksum.compute(file.addressOffset(), offset + HEADER_LENGTH, aligned - HEADER_LENGTH);
        return computed == frameSessionId(file, offset);
    }

    /** Whether the frame is zero from its last page boundary on. */
    private static boolean isCut(final UnsafeBuffer file, final int offset, final int length) {
        final int end = offset + length;
        final int boundary = (end - 1) / PAGE_BYTES * PAGE_BYTES;
        if (boundary <= offset) {
            return false;
        }
        for (int i = boundary; i < end; i++) {
            if (file.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the file's length, as the archive expects it; what follows the cut reads as zeros. */
    private static void truncate(final Path segment, final long position) {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final long size = channel.size();
            channel.truncate(position);
            channel.write(ByteBuffer.allocate(1), size - 1);
            channel.force(true);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot cut " + segment, e);
        }
    }
}
