package io.holdfast.element.ip;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.header.Ipv4Header;

/**
 * The datagrams of one worker that are not whole yet, each in a slot of local state.
 *
 * <pre>
 *   slot:  0 source, 0 if free is 0 in "used" | 4 destination | 8 identifier, protocol | 12 used
 *          16 deadline, ns | 24 data bytes received | 28 data bytes in all, 0 if not known
 *          32 header length, 0 if there is no first fragment | 40 annotations (80) | 120 header (60)
 *          184 a bit per 8 bytes of data | data
 * </pre>
 *
 * <p>Found by search: HIMEM allows for tens of slots, and fragments are rare. Where fragments overlap, the bytes that
 * came first stay.
 */
final class ReassemblySlots {
    static final int NONE = -1;

    private static final int SOURCE = 0;
    private static final int DESTINATION = 4;
    private static final int IDENTITY = 8;
    private static final int USED = 12;
    private static final int DEADLINE = 16;
    private static final int RECEIVED = 24;
    private static final int TOTAL = 28;
    private static final int HEADER_LENGTH = 32;
    private static final int ANNOTATIONS = 40;
    private static final int HEADER = ANNOTATIONS + PacketAnnotations.SAVED_BYTES;
    private static final int BITS = HEADER + 64;
    private static final int UNIT = 8;
    private static final int MORE = 0x2000;

    private final LocalState state;
    private final int dataBytes;
    private final int bitmapBytes;
    private final int slotBytes;
    private final int count;

    /**
     * Makes free slots.
     *
     * @param memoryBytes for all of them; there is one at least
     * @param packetBytes largest packet, headers included
     */
    ReassemblySlots(final ElementContext context, final int memoryBytes, final int packetBytes) {
        dataBytes = packetBytes / UNIT * UNIT;
        bitmapBytes = (dataBytes / UNIT + 63) / 64 * 8;
        slotBytes = BITS + bitmapBytes + dataBytes;
        count = Math.max(1, memoryBytes / slotBytes);
        state = context.localState("datagrams", (long) count * slotBytes);
    }

    static boolean hasMore(final Packet packet, final int network) {
        return (packet.getShort(network + Ipv4Header.FRAGMENT_OFFSET) & MORE) != 0;
    }

    /** Whether a fragment's data has room in a slot, with the longest header in front. */
    boolean fits(final Packet packet, final int network, final int length) {
        final int end = Ipv4Header.fragmentOffset(packet, network) * UNIT + length;
        return end + Ipv4Header.MAX_LENGTH <= dataBytes;
    }

    int used() {
        int used = 0;
        for (int slot = 0; slot < count; slot++) {
            used += getInt(slot, USED);
        }
        return used;
    }

    boolean isFull() {
        for (int slot = 0; slot < count; slot++) {
            if (getInt(slot, USED) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The slot of a fragment's datagram. */
    int find(final Packet packet, final int network) {
        final int source = Ipv4Header.source(packet, network);
        final int destination = Ipv4Header.destination(packet, network);
        final int identity = identity(packet, network);
        for (int slot = 0; slot < count; slot++) {
            if (getInt(slot, USED) != 0
                    && getInt(slot, SOURCE) == source
                    && getInt(slot, DESTINATION) == destination
                    && getInt(slot, IDENTITY) == identity) {
                return slot;
            }
        }
        return NONE;
    }

    /** The slot whose deadline is the earliest. */
    int oldest() {
        int oldest = NONE;
        for (int slot = 0; slot < count; slot++) {
            if (getInt(slot, USED) != 0 && (oldest == NONE || deadlineNs(slot) < deadlineNs(oldest))) {
                oldest = slot;
            }
        }
        return oldest;
    }

    long deadlineNs(final int slot) {
        return NativeMemory.getLong(address(slot) + DEADLINE);
    }

    /** Takes a free slot for a fragment's datagram; there is one. */
    int take(final Packet packet, final int network, final long deadlineNs) {
        int slot = 0;
        while (getInt(slot, USED) != 0) {
            slot++;
        }
        state.changing();
        NativeMemory.fill(address(slot), BITS + bitmapBytes, (byte) 0);
        putInt(slot, SOURCE, Ipv4Header.source(packet, network));
        putInt(slot, DESTINATION, Ipv4Header.destination(packet, network));
        putInt(slot, IDENTITY, identity(packet, network));
        putInt(slot, USED, 1);
        NativeMemory.putLong(address(slot) + DEADLINE, deadlineNs);
        packet.saveAnnotations(address(slot) + ANNOTATIONS);
        return slot;
    }

    void release(final int slot) {
        state.changing();
        putInt(slot, USED, 0);
    }

    /** Copies a fragment in. Returns false if it contradicts the others about the datagram's end. */
    boolean add(final int slot, final Packet packet, final int network) {
        state.changing();
        final int headerLength = Ipv4Header.headerLength(packet, network);
        final int begin = Ipv4Header.fragmentOffset(packet, network) * UNIT;
        final int length = Ipv4Header.totalLength(packet, network) - headerLength;
        final int total = getInt(slot, TOTAL);
        final boolean isLast = !hasMore(packet, network);
        if (isLast && total != 0 && total != begin + length || total != 0 && begin + length > total) {
            return false;
        }
        if (isLast) {
            putInt(slot, TOTAL, begin + length);
        }
        if (begin == 0 && getInt(slot, HEADER_LENGTH) == 0) {
            putInt(slot, HEADER_LENGTH, headerLength);
            NativeMemory.copy(packet.address() + network, address(slot) + HEADER, headerLength);
            packet.saveAnnotations(address(slot) + ANNOTATIONS);
        }
        copyUnits(slot, packet.address() + network + headerLength, begin, length);
        return true;
    }

    private void copyUnits(final int slot, final long from, final int begin, final int length) {
        final long bits = address(slot) + BITS;
        final long data = bits + bitmapBytes;
        int received = getInt(slot, RECEIVED);
        for (int at = 0; at < length; at += UNIT) {
            final int unit = (begin + at) / UNIT;
            final long word = bits + (unit >>> 6) * 8L;
            final long bit = 1L << unit;
            if ((NativeMemory.getLong(word) & bit) == 0) {
                final int bytes = Math.min(UNIT, length - at);
                NativeMemory.putLong(word, NativeMemory.getLong(word) | bit);
                NativeMemory.copy(from + at, data + begin + at, bytes);
                received += bytes;
            }
        }
        putInt(slot, RECEIVED, received);
    }

    boolean hasFirst(final int slot) {
        return getInt(slot, HEADER_LENGTH) != 0;
    }

    boolean isWhole(final int slot) {
        return hasFirst(slot) && getInt(slot, TOTAL) != 0 && getInt(slot, RECEIVED) == getInt(slot, TOTAL);
    }

    /**
     * Makes a packet of what has come, which begins with its IPv4 header; what has not is zeros.
     *
     * @return null if there is no buffer
     */
    Packet makePacket(final int slot, final PacketPool pool) {
        final int headerLength = getInt(slot, HEADER_LENGTH);
        final int length = getInt(slot, TOTAL) == 0 ? lastByte(slot) : getInt(slot, TOTAL);
        final Packet packet = pool.allocate();
        if (packet == null) {
            return null;
        }
        if (!packet.append(headerLength + length)) {
            packet.free();
            return null;
        }
        NativeMemory.copy(address(slot) + HEADER, packet.address(), headerLength);
        final long target = packet.address() + headerLength;
        for (int at = 0; at < length; at += UNIT) {
            final int bytes = Math.min(UNIT, length - at);
            if (isReceived(slot, at / UNIT)) {
                NativeMemory.copy(address(slot) + BITS + bitmapBytes + at, target + at, bytes);
            } else {
                NativeMemory.fill(target + at, bytes, (byte) 0);
            }
        }
        packet.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, headerLength + length);
        packet.putShort(Ipv4Header.FRAGMENT_OFFSET, packet.getShort(Ipv4Header.FRAGMENT_OFFSET) & 0xc000);
        Ipv4Header.fillChecksum(packet, 0);
        packet.restoreAnnotations(address(slot) + ANNOTATIONS);
        packet.networkOffset(0);
        packet.transportOffset(headerLength);
        return packet;
    }

    private boolean isReceived(final int slot, final int unit) {
        return (NativeMemory.getLong(address(slot) + BITS + (unit >>> 6) * 8L) & 1L << unit) != 0;
    }

    /** End of the data that has come, where the datagram's end is not known. */
    private int lastByte(final int slot) {
        int unit = dataBytes / UNIT - 1;
        while (unit >= 0 && !isReceived(slot, unit)) {
            unit--;
        }
        return (unit + 1) * UNIT;
    }

    private static int identity(final Packet packet, final int network) {
        final int identifier = packet.getShort(network + Ipv4Header.IDENTIFIER_OFFSET);
        return identifier << 8 | Ipv4Header.protocol(packet, network);
    }

    private long address(final int slot) {
        return state.address() + (long) slot * slotBytes;
    }

    private int getInt(final int slot, final int field) {
        return NativeMemory.getInt(address(slot) + field);
    }

    private void putInt(final int slot, final int field, final int value) {
        NativeMemory.putInt(address(slot) + field, value);
    }
}
