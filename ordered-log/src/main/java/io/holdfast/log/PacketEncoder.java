package io.holdfast.log;

import io.holdfast.packet.NativeMemory;

/**
 * Writes a record's packets, each as what differs from the one before: neighbours in a burst share most of their headers.
 *
 * <pre>
 *   +------+--------------------------+---------------------+------------------------------+
 *   | mask | u16 length, u16 captured | words that differ   | captured bytes behind words  |
 *   +------+--------------------------+---------------------+------------------------------+
 *    u8     only with bit 7 of mask    8 bytes each, in order
 * </pre>
 *
 * <p>The captured bytes begin with words of 8 bytes, {@link #MAX_WORDS} at most: two Ethernet addresses, an IPv4 and a
 * TCP header without options. Bit w of the mask says that word w follows; else it is the one of the packet before. What
 * the packet before has no such word of always follows. Lengths that do not follow are those of the packet before.
 *
 * <p>One per worker, used by its thread. {@link RecordView} reads.
 */
final class PacketEncoder {
    /** Words of a packet that may be left out. */
    static final int MAX_WORDS = 7;

    /** Bit of the mask that says that lengths follow. */
    static final int LENGTHS = 1 << MAX_WORDS;

    static final int MASK_BYTES = 1;
    static final int LENGTHS_BYTES = 4;

    /** Bytes of a packet besides its captured ones, at most. */
    static final int MAX_HEADER_BYTES = MASK_BYTES + LENGTHS_BYTES;

    /** A word is written before it is known whether it counts: so many bytes behind the last packet are written to. */
    static final int SLACK_BYTES = Long.BYTES;

    private long previous;
    private int previousWords;
    private int previousLengths;
    private boolean isFirst;

    /** Begins a record. */
    void begin() {
        previousWords = 0;
        isFirst = true;
    }

    /** Words that are compared, of a packet with so many captured bytes. */
    static int words(final int captured) {
        return Math.min(MAX_WORDS, captured / Long.BYTES);
    }

    /** A bit for each of the first words. */
    static int allOf(final int words) {
        return (1 << words) - 1;
    }

    /**
     * Writes a packet.
     *
     * @param packet address of its captured bytes, which stay where they are until the record ends
     * @param length of the frame, in bytes
     * @param target where to write
     * @return behind what was written
     */
    long write(final long packet, final int length, final int captured, final long target) {
        final int words = words(captured);
        final int lengths = captured << Short.SIZE | length;
        long out = target + MASK_BYTES;
        int mask = 0;
        if (isFirst || lengths != previousLengths) {
            mask = LENGTHS;
            NativeMemory.putShort(out, (short) length);
            NativeMemory.putShort(out + Short.BYTES, (short) captured);
            out += LENGTHS_BYTES;
        }
        for (int word = 0; word < words; word++) {
            final long value = NativeMemory.getLong(packet + (long) word * Long.BYTES);
            // Written in any case, and written over if it need not be there: a branch here could not be foreseen.
            NativeMemory.putLong(out, value);
            final int differs =
                    word >= previousWords || value != NativeMemory.getLong(previous + (long) word * Long.BYTES) ? 1 : 0;
            mask |= differs << word;
            out += (long) differs * Long.BYTES;
        }
        NativeMemory.putByte(target, (byte) mask);
        final int tail = captured - words * Long.BYTES;
        HeaderCopy.copy(packet + (long) words * Long.BYTES, out, tail);
        previous = packet;
        previousWords = words;
        previousLengths = lengths;
        isFirst = false;
        return out + tail;
    }
}
