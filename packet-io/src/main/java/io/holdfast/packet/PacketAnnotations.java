package io.holdfast.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes beside a packet in which elements leave notes for others, at the offsets that Click documents.
 *
 * <p>Some share bytes, as in Click: who uses one, does not use the other. The destination address and the paint are
 * fields of {@link Packet}, which maps them; the rest lies here. A packet that nobody annotates costs one comparison.
 */
public final class PacketAnnotations {
    /** Bytes of the area. */
    public static final int LENGTH = 48;

    /** Four bytes: next hop's IPv4 address. */
    public static final int DESTINATION_IP = 0;

    /** One byte: colour. */
    public static final int PAINT = 16;

    /** One byte: where the bad parameter is, for an ICMP parameter problem. */
    public static final int ICMP_PARAMETER_PROBLEM = 17;

    /** One byte: not 0 if {@code FixIPSrc} is to write the source address. */
    public static final int FIX_IP_SOURCE = 19;

    /** Two bytes: VLAN tag control information. */
    public static final int VLAN_TCI = 20;

    /** Four bytes: number of the aggregate, such as a flow. */
    public static final int AGGREGATE = 20;

    /** Four bytes: rate in the forward direction. */
    public static final int FORWARD_RATE = 20;

    /** Four bytes: rate in the reverse direction. */
    public static final int REVERSE_RATE = 24;

    /** Four bytes: how many packets this one stands for, less one. */
    public static final int EXTRA_PACKETS = 24;

    /** Four bytes: bytes on the wire that this packet does not hold. */
    public static final int EXTRA_LENGTH = 28;

    /** Eight bytes: first timestamp of an aggregate. */
    public static final int FIRST_TIMESTAMP = 40;

    /** Bytes that {@link Packet#saveAnnotations} writes. */
    public static final int SAVED_BYTES = 32 + LENGTH;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] bytes = new byte[LENGTH];
    private boolean isUsed;

    /** The timestamp in annotations that {@link Packet#saveAnnotations} wrote, in nanoseconds of the epoch. */
    public static long savedTimestampNs(final long source) {
        return NativeMemory.getLong(source + 24);
    }

    void clear() {
        if (isUsed) {
            Arrays.fill(bytes, (byte) 0);
            isUsed = false;
        }
    }

    int getByte(final int offset) {
        return bytes[offset] & 0xff;
    }

    void putByte(final int offset, final int value) {
        bytes[offset] = (byte) value;
        isUsed = true;
    }

    void copy(final PacketAnnotations from) {
        if (isUsed || from.isUsed) {
            System.arraycopy(from.bytes, 0, bytes, 0, LENGTH);
            isUsed = from.isUsed;
        }
    }

    void save(final long target) {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            NativeMemory.putLong(target + i, (long) LONGS.get(bytes, i));
        }
    }

    void restore(final long source) {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            LONGS.set(bytes, i, NativeMemory.getLong(source + i));
        }
        isUsed = true;
    }
}
