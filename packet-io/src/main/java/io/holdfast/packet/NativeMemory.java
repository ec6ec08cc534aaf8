package io.holdfast.packet;

import org.agrona.UnsafeApi;

/**
 * Reads and writes native memory by address, without a bounds check.
 *
 * <p>Every other class of the packet path reaches memory through this one. Who calls has checked the length once
 * before (a header view, a container's layout); {@link Packet} repeats the check under {@code -ea}. Multi-byte values
 * of the {@code ...Be} methods are in network byte order, the others in the machine's (little-endian) order.
 */
public final class NativeMemory {
    private static final long ARRAY_BYTE_BASE_OFFSET = UnsafeApi.arrayBaseOffset(byte[].class);

    private NativeMemory() {}

    public static byte getByte(final long address) {
        return UnsafeApi.getByte(address);
    }

    public static void putByte(final long address, final byte value) {
        UnsafeApi.putByte(address, value);
    }

    public static short getShort(final long address) {
        return UnsafeApi.getShort(address);
    }

    public static void putShort(final long address, final short value) {
        UnsafeApi.putShort(address, value);
    }

    public static int getInt(final long address) {
        return UnsafeApi.getInt(address);
    }

    public static void putInt(final long address, final int value) {
        UnsafeApi.putInt(address, value);
    }

    public static long getLong(final long address) {
        return UnsafeApi.getLong(address);
    }

    public static void putLong(final long address, final long value) {
        UnsafeApi.putLong(address, value);
    }

    /** Reads two bytes in network order as an unsigned number. */
    public static int getShortBe(final long address) {
        return Short.toUnsignedInt(Short.reverseBytes(UnsafeApi.getShort(address)));
    }

    /** Writes the low 16 bits of the value in network order. */
    public static void putShortBe(final long address, final int value) {
        UnsafeApi.putShort(address, Short.reverseBytes((short) value));
    }

    public static int getIntBe(final long address) {
        return Integer.reverseBytes(UnsafeApi.getInt(address));
    }

    public static void putIntBe(final long address, final int value) {
        UnsafeApi.putInt(address, Integer.reverseBytes(value));
    }

    public static long getLongBe(final long address) {
        return Long.reverseBytes(UnsafeApi.getLong(address));
    }

    public static void putLongBe(final long address, final long value) {
        UnsafeApi.putLong(address, Long.reverseBytes(value));
    }

    /** Copies bytes between two regions that may overlap. */
    public static void copy(final long sourceAddress, final long targetAddress, final long lengthBytes) {
        UnsafeApi.copyMemory(sourceAddress, targetAddress, lengthBytes);
    }

    /** Copies bytes out of native memory into an array; the caller has checked both ranges. */
    public static void copyToArray(
            final long sourceAddress, final byte[] target, final int offset, final int lengthBytes) {
        UnsafeApi.copyMemory(null, sourceAddress, target, ARRAY_BYTE_BASE_OFFSET + offset, lengthBytes);
    }

    /** Copies bytes from an array into native memory; the caller has checked both ranges. */
    public static void copyFromArray(
            final byte[] source, final int offset, final long targetAddress, final int lengthBytes) {
        UnsafeApi.copyMemory(source, ARRAY_BYTE_BASE_OFFSET + offset, null, targetAddress, lengthBytes);
    }

    /**
     * Reserves zeroed memory outside the heap, until {@link #release}.
     *
     * @return its address, aligned to 16 bytes
     */
    public static long allocate(final long lengthBytes) {
        final long address = reserve(lengthBytes);
        UnsafeApi.setMemory(address, lengthBytes, (byte) 0);
        return address;
    }

    /**
     * Reserves memory outside the heap, until {@link #release}; what it holds is not known.
     *
     * @return its address, aligned to 16 bytes
     */
    public static long reserve(final long lengthBytes) {
        return UnsafeApi.allocateMemory(lengthBytes);
    }

    /** Gives back what {@link #allocate} reserved. */
    public static void release(final long address) {
        UnsafeApi.freeMemory(address);
    }

    public static void fill(final long address, final long lengthBytes, final byte value) {
        UnsafeApi.setMemory(address, lengthBytes, value);
    }
}
