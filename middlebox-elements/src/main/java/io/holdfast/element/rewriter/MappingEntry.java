package io.holdfast.element.rewriter;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Layout of a table entry's value: what becomes of a packet whose tuple is the entry's key.
 *
 * <pre>
 *   0               8           12          14          16
 *   +---------------+-----------+-----------+-----------+
 *   | new addresses | new ports | IP delta  | transport |
 *   |               |           |           | delta     |
 *   +---------------+-----------+-----------+-----------+
 *   16              24       25        26      27       32               40           48
 *   +---------------+--------+---------+-------+--------+----------------+------------+
 *   | last used, ns | output |direction| state | zero   | created, ns    | zero       |
 *   +---------------+--------+---------+-------+--------+----------------+------------+
 * </pre>
 *
 * <p>With its key of 16 bytes an entry fills a cache line of 64. Numbers are in the machine's order. Last used is
 * refreshed only every now and then ({@link RewriterSettings#touchIntervalNs}). Valid only inside a table access.
 */
final class MappingEntry {
    static final int VALUE_BYTES = 48;

    /** Direction of the packets that the mapping was made for. */
    static final int FORWARD = 0;

    /** Direction of the answers. */
    static final int REVERSE = 1;

    private static final int NEW_ADDRESSES = 0;
    private static final int NEW_PORTS = 8;
    private static final int IP_DELTA = 12;
    private static final int TRANSPORT_DELTA = 14;
    private static final int LAST_USED = 16;
    private static final int OUTPUT = 24;
    private static final int DIRECTION = 25;
    private static final int STATE = 26;
    private static final int CREATED = 32;

    private MappingEntry() {}

    /** Fills a new entry for packets of one tuple that are to be given another; the deltas are computed here. */
    static void fill(final long value, final long key0, final long key1, final long newAddresses, final int newPorts) {
        NativeMemory.putLong(value + NEW_ADDRESSES, newAddresses);
        NativeMemory.putInt(value + NEW_PORTS, newPorts);
        final int addressDelta = InternetChecksum.combine(
                InternetChecksum.delta32(FlowKey.source(key0), FlowKey.source(newAddresses)),
                InternetChecksum.delta32(FlowKey.destination(key0), FlowKey.destination(newAddresses)));
        final int portDelta = InternetChecksum.delta32(FlowKey.ports(key1), newPorts);
        final boolean hasPseudoHeader = FlowKey.protocol(key1) != Ipv4Header.PROTOCOL_ICMP;
        NativeMemory.putShort(value + IP_DELTA, (short) addressDelta);
        NativeMemory.putShort(value + TRANSPORT_DELTA, (short)
                (hasPseudoHeader ? InternetChecksum.combine(addressDelta, portDelta) : portDelta));
    }

    /** Sets the fields of a new entry that do not follow from its tuples. */
    static void start(final long value, final int direction, final int output, final int state, final long nowNs) {
        NativeMemory.putLong(value + LAST_USED, nowNs);
        NativeMemory.putByte(value + OUTPUT, (byte) output);
        NativeMemory.putByte(value + DIRECTION, (byte) direction);
        NativeMemory.putByte(value + STATE, (byte) state);
        NativeMemory.putLong(value + CREATED, nowNs);
    }

    static long newAddresses(final long value) {
        return NativeMemory.getLong(value + NEW_ADDRESSES);
    }

    static int newPorts(final long value) {
        return NativeMemory.getInt(value + NEW_PORTS);
    }

    static int ipDelta(final long value) {
        return Short.toUnsignedInt(NativeMemory.getShort(value + IP_DELTA));
    }

    static int transportDelta(final long value) {
        return Short.toUnsignedInt(NativeMemory.getShort(value + TRANSPORT_DELTA));
    }

    static long lastUsedNs(final long value) {
        return NativeMemory.getLong(value + LAST_USED);
    }

    /** Moves last used; never back, for another worker's clock may be ahead. */
    static void touch(final long value, final long nowNs) {
        if (nowNs > lastUsedNs(value)) {
            NativeMemory.putLong(value + LAST_USED, nowNs);
        }
    }

    static int output(final long value) {
        return Byte.toUnsignedInt(NativeMemory.getByte(value + OUTPUT));
    }

    /** {@link #FORWARD} or {@link #REVERSE}. */
    static int direction(final long value) {
        return NativeMemory.getByte(value + DIRECTION);
    }

    /** Bits of {@link FlowState}. */
    static int state(final long value) {
        return Byte.toUnsignedInt(NativeMemory.getByte(value + STATE));
    }

    static void state(final long value, final int state) {
        NativeMemory.putByte(value + STATE, (byte) state);
    }

    static long createdNs(final long value) {
        return NativeMemory.getLong(value + CREATED);
    }

    /** First half of the partner's key. */
    static long partnerKey0(final long value) {
        return FlowKey.turnAddresses(newAddresses(value));
    }

    /** Second half of the partner's key. */
    static long partnerKey1(final long value, final int protocol) {
        return FlowKey.key1(FlowKey.turnPorts(newPorts(value)), protocol);
    }

    /** Whether an entry found under its partner's key belongs to the entry with this key. */
    static boolean pointsTo(final long value, final long key0, final long key1) {
        return partnerKey0(value) == key0 && partnerKey1(value, FlowKey.protocol(key1)) == key1;
    }
}
