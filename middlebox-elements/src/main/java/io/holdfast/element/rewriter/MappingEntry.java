package io.holdfast.element.rewriter;

import io.holdfast.element.SharedTable;
import io.holdfast.packet.NativeMemory;

/**
 * Layout of a table entry: what becomes of a packet whose tuple is the entry's key.
 *
 * <pre>
 *   0               8      9        10      11     12          16
 *   +---------------+------+--------+-------+------+-----------+
 *   | key 0:        | key 1: output | state | zero | key 1:    |
 *   | addresses     | prot.|        |       |      | ports     |
 *   +---------------+------+--------+-------+------+-----------+
 *   16              24          28          32
 *   +---------------+-----------+-----------+
 *   | new addresses | new ports | last used |
 *   +---------------+-----------+-----------+
 * </pre>
 *
 * <p>Two entries fill a cache line of 64: a flow with its two directions takes one line's worth of memory. Three bytes of
 * the key's second half are not used by the key and hold what else an entry knows ({@link #KEY1_MASK}). The topmost bit of
 * the state is the direction. Checksum differences are not kept: they follow from the two tuples in a few additions.
 *
 * <p>Last used is counted in units of {@link #GRANULE_NS}, in 32 bits that wrap after half a year; it is read as what lies
 * nearest to now, so timeouts are limited to {@link #MAX_IDLE_NS}. It is refreshed only every now and then
 * ({@link RewriterSettings#touchIntervalNs}). Numbers are in the machine's order. Valid only inside a table access.
 */
final class MappingEntry {
    static final int VALUE_BYTES = 16;

    /** Bits of the second half of a key that are the flow's. */
    static final long KEY1_MASK = 0xffff_ffff_0000_00ffL;

    /** Direction of the packets that the mapping was made for. */
    static final int FORWARD = 0;

    /** Direction of the answers. */
    static final int REVERSE = 1;

    private static final int GRANULE_SHIFT = 22;

    /** Unit of last used: 4.2 ms. */
    static final long GRANULE_NS = 1L << GRANULE_SHIFT;

    /** Longest idle time that can be told: 100 days. */
    static final long MAX_IDLE_NS = 100L * 24 * 3600 * 1_000_000_000L;

    private static final int OUTPUT = SharedTable.KEY1_OFFSET + 1;
    private static final int STATE = SharedTable.KEY1_OFFSET + 2;
    private static final int NEW_ADDRESSES = 0;
    private static final int NEW_PORTS = 8;
    private static final int LAST_USED = 12;
    private static final int DIRECTION_SHIFT = 7;
    private static final int STATE_MASK = 0x7f;

    private MappingEntry() {}

    /** Fills a new entry: what packets of its key are to be given. */
    static void fill(final long value, final long newAddresses, final int newPorts) {
        NativeMemory.putLong(value + NEW_ADDRESSES, newAddresses);
        NativeMemory.putInt(value + NEW_PORTS, newPorts);
    }

    /** Sets the fields of a new entry that do not follow from its tuples. */
    static void start(final long value, final int direction, final int output, final int state, final long nowNs) {
        NativeMemory.putInt(value + LAST_USED, granules(nowNs));
        NativeMemory.putByte(value + OUTPUT, (byte) output);
        NativeMemory.putByte(value + STATE, (byte) (direction << DIRECTION_SHIFT | state));
    }

    static long newAddresses(final long value) {
        return NativeMemory.getLong(value + NEW_ADDRESSES);
    }

    static int newPorts(final long value) {
        return NativeMemory.getInt(value + NEW_PORTS);
    }

    /** When a packet of the flow was noted last, up to a granule too early. */
    static long lastUsedNs(final long value, final long nowNs) {
        final long nowGranules = nowNs >> GRANULE_SHIFT;
        final int ago = (int) nowGranules - NativeMemory.getInt(value + LAST_USED);
        return nowGranules - ago << GRANULE_SHIFT;
    }

    /** Moves last used; never back, for another worker's clock may be ahead. */
    static void touch(final long value, final long nowNs) {
        if (nowNs > lastUsedNs(value, nowNs)) {
            NativeMemory.putInt(value + LAST_USED, granules(nowNs));
        }
    }

    private static int granules(final long ns) {
        return (int) (ns >> GRANULE_SHIFT);
    }

    static int output(final long value) {
        return Byte.toUnsignedInt(NativeMemory.getByte(value + OUTPUT));
    }

    /** {@link #FORWARD} or {@link #REVERSE}. */
    static int direction(final long value) {
        return Byte.toUnsignedInt(NativeMemory.getByte(value + STATE)) >>> DIRECTION_SHIFT;
    }

    /** Bits of {@link FlowState}. */
    static int state(final long value) {
        return NativeMemory.getByte(value + STATE) & STATE_MASK;
    }

    static void state(final long value, final int state) {
        NativeMemory.putByte(value + STATE, (byte) (direction(value) << DIRECTION_SHIFT | state));
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
