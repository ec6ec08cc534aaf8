package io.holdfast.packet.steering;

import io.holdfast.packet.NativeMemory;

/**
 * The hash by which NICs spread packets over queues (Microsoft, "RSS Hashing Functions").
 *
 * <p>Bit i of the input, counted from the first byte's highest bit, adds the 32 bits of the key that begin at bit i. The
 * hash is linear, so a byte's eight additions are looked up at once:
 *
 * <pre>
 *   table:  | position 0: 256 × 4 bytes | position 1: 256 × 4 bytes | ...        hash = XOR of one number per position
 * </pre>
 *
 * <p>Immutable, any thread. Nothing is allocated after the constructor.
 */
public final class ToeplitzHash implements AutoCloseable {
    private static final int VALUES = 256;
    private static final int POSITION_SHIFT = 10;

    private final long table;
    private final int inputBytes;

    /**
     * Computes the tables.
     *
     * @param key of at least {@code inputBytes + 4} bytes
     * @param inputBytes longest input
     */
    public ToeplitzHash(final byte[] key, final int inputBytes) {
        if (inputBytes < 1 || key.length < inputBytes + Integer.BYTES) {
            throw new IllegalArgumentException(
                    "key must have " + Integer.BYTES + " bytes more than the input: " + key.length + ", " + inputBytes);
        }
        this.inputBytes = inputBytes;
        table = NativeMemory.allocate((long) inputBytes << POSITION_SHIFT);
        for (int position = 0; position < inputBytes; position++) {
            for (int value = 0; value < VALUES; value++) {
                NativeMemory.putInt(place(position, value), contribution(key, position, value));
            }
        }
    }

    /** Hashes bytes in native memory; no more than the longest input. */
    public int hash(final long address, final int lengthBytes) {
        assert lengthBytes <= inputBytes : lengthBytes + " of " + inputBytes;
        int hash = 0;
        for (int position = 0; position < lengthBytes; position++) {
            hash ^= NativeMemory.getInt(place(position, Byte.toUnsignedInt(NativeMemory.getByte(address + position))));
        }
        return hash;
    }

    /** Hashes an input of two bytes, given as a number in network order. */
    public int hashShort(final int value) {
        return NativeMemory.getInt(place(0, value >>> 8)) ^ NativeMemory.getInt(place(1, value & 0xff));
    }

    /** Gives the tables back; nobody hashes any more. */
    @Override
    public void close() {
        NativeMemory.release(table);
    }

    private long place(final int position, final int value) {
        return table + ((long) position << POSITION_SHIFT) + (long) value * Integer.BYTES;
    }

    private static int contribution(final byte[] key, final int position, final int value) {
        // The 40 bits of the key that the eight bits of this position can reach.
        long window = 0;
        for (int i = 0; i <= Integer.BYTES; i++) {
            window = window << 8 | Byte.toUnsignedLong(key[position + i]);
        }
        int sum = 0;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            if ((value & 0x80 >>> bit) != 0) {
                sum ^= (int) (window >>> Byte.SIZE - bit);
            }
        }
        return sum;
    }
}
