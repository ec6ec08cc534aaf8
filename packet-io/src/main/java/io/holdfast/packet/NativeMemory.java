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

    /** Bytes that are copied without a loop's test in between. */
    private static final int BLOCK_BYTES = 32;

    /** From here on the virtual machine's own copy, with wider registers, is worth its call. */
    private static final int LONGEST_INLINE_COPY = 256;

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

    /**
     * Copies a frame's bytes between two regions that do not overlap, without the call into the virtual machine that
     * {@link #copy} makes: for some dozen bytes that call costs more than the copy.
     *
     * @param lengthBytes exactly so many are written
     */
    public static void copyFrame(final long sourceAddress, final long targetAddress, final int lengthBytes) {
        if (lengthBytes > LONGEST_INLINE_COPY || lengthBytes < Long.BYTES) {
            UnsafeApi.copyMemory(sourceAddress, targetAddress, lengthBytes);
        } else if (lengthBytes >= BLOCK_BYTES) {
            // the last block overlaps the one before, so that no length needs a loop over single bytes
            final int last = lengthBytes - BLOCK_BYTES;
            for (int i = 0; i < last; i += BLOCK_BYTES) {
                copyBlock(sourceAddress + i, targetAddress + i);
            }
            copyBlock(sourceAddress + last, targetAddress + last);
        } else {
            final int last = lengthBytes - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                UnsafeApi.putLong(targetAddress + i, UnsafeApi.getLong(sourceAddress + i));
            }
            UnsafeApi.putLong(targetAddress + last, UnsafeApi.getLong(sourceAddress + last));
        }
    }

    private static void copyBlock(final long source, final long target) {
        final long first = UnsafeApi.getLong(source);
        final long second = UnsafeApi.getLong(source + 8);
        final long third = UnsafeApi.getLong(source + 16);
        final long fourth = UnsafeApi.getLong(source + 24);
        UnsafeApi.putLong(target, first);
        UnsafeApi.putLong(target + 8, second);
        UnsafeApi.putLong(target + 16, third);
        UnsafeApi.putLong(target + 24, fourth);
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
