package io.holdfast.packet.dpdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Capture files in the classic pcap format, little-endian, microseconds, Ethernet. */
final class CaptureFile {
    private static final int MAGIC = 0xa1b2_c3d4;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;

    private CaptureFile() {}

    static void write(final Path path, final int... lengths) throws IOException {
        final ByteBuffer file = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(MAGIC)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (int i = 0; i < lengths.length; i++) {
            file.putInt(i).putInt(0).putInt(lengths[i]).putInt(lengths[i]);
            for (int j = 0; j < lengths[i]; j++) {
                file.put((byte) (i + j));
            }
        }
        Files.write(path, Arrays.copyOf(file.array(), file.position()));
    }

    static List<byte[]> read(final Path path) throws IOException {
        final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        final List<byte[]> frames = new ArrayList<>();
        int position = FILE_HEADER_BYTES;
        while (position < file.capacity()) {
            final byte[] frame = new byte[file.getInt(position + 8)];
            file.get(position + RECORD_HEADER_BYTES, frame);
            frames.add(frame);
            position += RECORD_HEADER_BYTES + frame.length;
        }
        return frames;
    }
}
