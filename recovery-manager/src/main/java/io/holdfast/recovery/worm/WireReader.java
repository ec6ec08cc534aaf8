package io.holdfast.recovery.worm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Reads fields one after the other, little endian, and never beyond the end: what is missing or out of bounds is
 * remembered as a fault, and reads as 0 or empty. So a decoder reads all it wants and asks once.
 */
public final class WireReader {
    private static final byte[] NOTHING = {};

    private final DirectBuffer buffer;
    private final int end;
    private int position;
    private boolean isFaulty;

    public WireReader(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        this.buffer = buffer;
        position = offset;
        end = offset + lengthBytes;
    }

    public int readByte() {
        return has(1) ? buffer.getByte(position++) & 0xff : 0;
    }

    public int readInt() {
        if (!has(Integer.BYTES)) {
            return 0;
        }
        position += Integer.BYTES;
        return buffer.getInt(position - Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    public long readLong() {
        if (!has(Long.BYTES)) {
            return 0;
        }
        position += Long.BYTES;
        return buffer.getLong(position - Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /** A count from 0 to a maximum; a fault and 0 if it is not. */
    public int readCount(final int maximum) {
        final int count = readInt();
        if (count < 0 || count > maximum) {
            isFaulty = true;
            return 0;
        }
        return count;
    }

    /** Bytes with their length before them. */
    public byte[] readBytes(final int maximum) {
        final int length = readCount(maximum);
        if (!has(length)) {
            return NOTHING;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(position, bytes);
        position += length;
        return bytes;
    }

    public String readText(final int maximumBytes) {
        return new String(readBytes(maximumBytes), StandardCharsets.UTF_8);
    }

    /** Says that what was read makes no sense. */
    public void fault() {
        isFaulty = true;
    }

    /** Whether everything was there, made sense, and nothing is left. */
    public boolean isWhole() {
        return !isFaulty && position == end;
    }

    /** Whether nothing was missing or senseless so far. */
    public boolean isSound() {
        return !isFaulty;
    }

    /** Whether there is more to read. */
    public boolean hasMore() {
        return !isFaulty && position < end;
    }

    private boolean has(final int bytes) {
        isFaulty |= bytes > end - position;
        return !isFaulty;
    }
}
