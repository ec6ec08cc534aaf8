package io.holdfast.perf.flood;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes frames to a file that {@code net_pcap} receives from (pcap, of Ethernet, without times). */
final class CaptureFile {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int VERSION = 2 | 4 << 16;
    private static final int LONGEST_BYTES = 65_535;
    private static final int ETHERNET = 1;
    private static final int HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;

    private CaptureFile() {}

    static void write(final Path file, final List<byte[]> frames) {
        final int lengthBytes = HEADER_BYTES
                + frames.stream()
                        .mapToInt(frame -> FRAME_HEADER_BYTES + frame.length)
                        .sum();
        final ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putLong(0).putInt(LONGEST_BYTES).putInt(ETHERNET);
        for (final byte[] frame : frames) {
            bytes.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        bytes.flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
