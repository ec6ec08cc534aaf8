package io.holdfast.nat.traffic;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The message of all flows: fixed length, numbered, checksummed.
 *
 * <pre>
 *   0        4          8              16              24            32             40
 *   +--------+----------+--------------+---------------+-------------+--------------+------------------
 *   | kind   | checksum | flow         | number        | sentNs      | answeredNs   | filler (88 bytes)
 *   +--------+----------+--------------+---------------+-------------+--------------+------------------
 * </pre>
 *
 * <p>The checksum (CRC-32C) covers everything but itself. The filler is a function of flow, number and kind, so bytes
 * of a stranger's message are told from this flow's even if their checksum is right. Numbers start at 0. Times are of
 * {@code System.nanoTime}; an answer repeats {@code sentNs} of its request.
 */
public final class Message {
    public static final int LENGTH_BYTES = 128;

    static final int REQUEST = 0x48465251;
    static final int ANSWER = 0x48464153;

    private static final int CHECKSUM_OFFSET = 4;
    private static final int FLOW_OFFSET = 8;
    private static final int NUMBER_OFFSET = 16;
    private static final int SENT_NS_OFFSET = 24;
    private static final int ANSWERED_NS_OFFSET = 32;
    private static final int FILLER_OFFSET = 40;
    private static final long FILLER_MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final ByteBuffer buffer = ByteBuffer.allocate(LENGTH_BYTES);
    private final CRC32C crc = new CRC32C();

    /** Writes a request, and returns it ready to be sent; valid until the next use of this object. */
    ByteBuffer encodeRequest(final long flow, final long number, final long sentNs) {
        return encode(REQUEST, flow, number, sentNs, 0);
    }

    /** Writes the answer to a request; valid until the next use of this object. */
    ByteBuffer encodeAnswer(final long flow, final long number, final long sentNs, final long answeredNs) {
        return encode(ANSWER, flow, number, sentNs, answeredNs);
    }

    /**
     * Reads one message; its fields are then this object's.
     *
     * @param source with at least {@link #LENGTH_BYTES} remaining, which are consumed
     * @param kind that it should have
     * @return null if it is sound, else what is wrong with it
     */
    String decode(final ByteBuffer source, final int kind) {
        buffer.clear();
        source.get(buffer.array(), 0, LENGTH_BYTES);
        if (buffer.getInt(CHECKSUM_OFFSET) != checksum()) {
            return "wrong content: the checksum does not match";
        }
        if (buffer.getInt(0) != kind) {
            return "wrong content: not the kind of message expected";
        }
        for (int offset = FILLER_OFFSET; offset < LENGTH_BYTES; offset += Long.BYTES) {
            if (buffer.getLong(offset) != filler(kind, flow(), number(), offset)) {
                return "wrong content: the filler does not match";
            }
        }
        return null;
    }

    long flow() {
        return buffer.getLong(FLOW_OFFSET);
    }

    long number() {
        return buffer.getLong(NUMBER_OFFSET);
    }

    long sentNs() {
        return buffer.getLong(SENT_NS_OFFSET);
    }

    long answeredNs() {
        return buffer.getLong(ANSWERED_NS_OFFSET);
    }

    private ByteBuffer encode(
            final int kind, final long flow, final long number, final long sentNs, final long answeredNs) {
        buffer.clear();
        buffer.putInt(0, kind);
        buffer.putLong(FLOW_OFFSET, flow);
        buffer.putLong(NUMBER_OFFSET, number);
        buffer.putLong(SENT_NS_OFFSET, sentNs);
        buffer.putLong(ANSWERED_NS_OFFSET, answeredNs);
        for (int offset = FILLER_OFFSET; offset < LENGTH_BYTES; offset += Long.BYTES) {
            buffer.putLong(offset, filler(kind, flow, number, offset));
        }
        buffer.putInt(CHECKSUM_OFFSET, checksum());
        return buffer;
    }

    private int checksum() {
        crc.reset();
        crc.update(buffer.array(), 0, CHECKSUM_OFFSET);
        crc.update(buffer.array(), FLOW_OFFSET, LENGTH_BYTES - FLOW_OFFSET);
        return (int) crc.getValue();
    }

    private static long filler(final int kind, final long flow, final long number, final int offset) {
        return (kind + flow * 31 + number * 131 + offset) * FILLER_MULTIPLIER;
    }
}
