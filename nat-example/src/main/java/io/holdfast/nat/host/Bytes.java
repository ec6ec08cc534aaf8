package io.holdfast.nat.host;

/** Reads and writes numbers in network byte order, and computes the Internet checksum (RFC 1071). */
final class Bytes {
    private Bytes() {}

    static int get16(final byte[] bytes, final int offset) {
        return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
    }

    static int get32(final byte[] bytes, final int offset) {
        return get16(bytes, offset) << 16 | get16(bytes, offset + 2);
    }

    static long get48(final byte[] bytes, final int offset) {
        return (long) get16(bytes, offset) << 32 | Integer.toUnsignedLong(get32(bytes, offset + 2));
    }

    static void put16(final byte[] bytes, final int offset, final int value) {
        bytes[offset] = (byte) (value >> 8);
        bytes[offset + 1] = (byte) value;
    }

    static void put32(final byte[] bytes, final int offset, final int value) {
        put16(bytes, offset, value >> 16);
        put16(bytes, offset + 2, value);
    }

    static void put48(final byte[] bytes, final int offset, final long value) {
        put16(bytes, offset, (int) (value >> 32));
        put32(bytes, offset + 2, (int) value);
    }

    /** Adds the 16-bit words of {@code [begin, end)} to a sum that {@link #fold} ends. */
    static long sum(final byte[] bytes, final int begin, final int end, final long initial) {
        long sum = initial;
        int offset = begin;
        for (; offset + 1 < end; offset += 2) {
            sum += get16(bytes, offset);
        }
        return offset < end ? sum + ((bytes[offset] & 0xff) << 8) : sum;
    }

    /** The checksum of what was summed; 0 if a right checksum was part of it. */
    static int fold(final long sum) {
        long folded = sum;
        while (folded >> 16 != 0) {
            folded = (folded & 0xffff) + (folded >> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
