package io.holdfast.recovery;

import java.nio.ByteOrder;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The first message of a generation on disk: what the graphs must be built with before its snapshot can be loaded.
 *
 * @param randomSeed of tables' keys and of the workers' randomness
 * @param captureBytes of each packet in the records
 * @param accessBytes most bytes of one record's accesses
 */
record GenerationHead(long randomSeed, int captureBytes, int accessBytes) {
    private static final long MAGIC = 0x686F_6C64_6673_7431L;
    private static final int LENGTH_BYTES = 24;

    DirectBuffer encode() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH_BYTES]);
        buffer.putLong(0, MAGIC, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(8, randomSeed, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(16, captureBytes, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(20, accessBytes, ByteOrder.LITTLE_ENDIAN);
        return buffer;
    }

    /** Empty if it is something else. */
    static Optional<GenerationHead> decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes != LENGTH_BYTES || buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new GenerationHead(
                buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN),
                buffer.getInt(offset + 16, ByteOrder.LITTLE_ENDIAN),
                buffer.getInt(offset + 20, ByteOrder.LITTLE_ENDIAN)));
    }
}
