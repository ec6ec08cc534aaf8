package io.holdfast.recovery.worm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;

/** Writes fields one after the other, little endian, into a buffer that grows. */
public final class WireWriter {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
    private int length;

    /** Begins again at the start. */
    public WireWriter reset() {
        length = 0;
        return this;
    }

    public WireWriter putByte(final int value) {
        buffer.putByte(length, (byte) value);
        length++;
        return this;
    }

    public WireWriter putInt(final int value) {
        buffer.putInt(length, value, ByteOrder.LITTLE_ENDIAN);
        length += Integer.BYTES;
        return this;
    }

    public WireWriter putLong(final long value) {
        buffer.putLong(length, value, ByteOrder.LITTLE_ENDIAN);
        length += Long.BYTES;
        return this;
    }

    /** Bytes with their length before them. */
    public WireWriter putBytes(final byte[] bytes) {
        putInt(bytes.length);
        buffer.putBytes(length, bytes);
        length += bytes.length;
        return this;
    }

    public WireWriter putText(final String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes without their length. */
    public WireWriter putRaw(final byte[] bytes) {
        buffer.putBytes(length, bytes);
        length += bytes.length;
        return this;
    }

    /** Changes what was written before. */
    WireWriter setInt(final int position, final int value) {
        buffer.putInt(position, value, ByteOrder.LITTLE_ENDIAN);
        return this;
    }

    /** What was written; valid until the next change. */
    public ExpandableArrayBuffer buffer() {
        return buffer;
    }

    public int lengthBytes() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
