package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.TcpHeader;

/**
 * By how much the sequence numbers of TCP flows are shifted, because a segment was made longer or shorter.
 *
 * <pre>
 *   key:    tuple of the direction that was changed, as it comes in
 *   value:  0 trigger | 4 shift before | 8 shift from there on | 12 zero | 16
 * </pre>
 *
 * <p>Numbers at or behind the trigger (the end of the changed segment as it was sent) are shifted by the second value,
 * those before by the first: so retransmissions stay right. Acknowledgements of the other direction are shifted back.
 * Arithmetic is modulo 2^32 (RFC 9293 section 3.4). Only flows that were changed have an entry.
 */
final class SequenceShifts {
    private static final int VALUE_BYTES = 16;
    private static final int TRIGGER = 0;
    private static final int BEFORE = 4;
    private static final int BEHIND = 8;
    private static final int CAPACITY = 4096;
    private static final int STRIPES = 16;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;

    private final SharedTable table;
    private final StatisticsCounter full;

    SequenceShifts(final ElementContext context) {
        table = context.sharedTable("shifts", new TableLayout(CAPACITY, VALUE_BYTES, STRIPES));
        full = context.statistics("shiftsFull");
    }

    /**
     * Notes that a segment became longer.
     *
     * @param trigger sequence number behind the segment, as it was sent
     * @param longer bytes; negative if it became shorter
     * @return false if there is no room to note it
     */
    boolean add(final long key0, final long key1, final int trigger, final int longer) {
        long value = table.openWrite(key0, key1);
        if (value == SharedTable.NONE) {
            value = table.insert();
            if (value == SharedTable.NONE) {
                full.increment();
                table.close();
                return false;
            }
            put(value, trigger, 0, longer);
        } else if (trigger != NativeMemory.getInt(value + TRIGGER)) {
            final int behind = NativeMemory.getInt(value + BEHIND);
            put(value, trigger, behind, behind + longer);
        } // else the same segment again: it is noted
        table.close();
        return true;
    }

    /** Forgets a flow's shift: the flow begins anew. */
    void remove(final long key0, final long key1) {
        if (table.openWrite(key0, key1) != SharedTable.NONE) {
            table.remove();
        }
        table.close();
    }

    private static void put(final long value, final int trigger, final int before, final int behind) {
        NativeMemory.putInt(value + TRIGGER, trigger);
        NativeMemory.putInt(value + BEFORE, before);
        NativeMemory.putInt(value + BEHIND, behind);
    }

    /**
     * Shifts a packet's numbers, and its checksum with them.
     *
     * @param key0 of the packet's own direction, with key1
     * @param other0 of the opposite direction, with other1
     */
    void apply(
            final Packet packet,
            final int transport,
            final long key0,
            final long key1,
            final long other0,
            final long other1) {
        final int sequence = packet.getInt(transport + SEQUENCE);
        replace(packet, transport, SEQUENCE, sequence, sequence + shiftOf(key0, key1, sequence));
        if ((TcpHeader.flags(packet, transport) & TcpHeader.ACK) != 0) {
            final int acknowledged = packet.getInt(transport + ACKNOWLEDGEMENT);
            replace(packet, transport, ACKNOWLEDGEMENT, acknowledged, unshifted(other0, other1, acknowledged));
        }
    }

    private int shiftOf(final long key0, final long key1, final int sequence) {
        final long value = table.openRead(key0, key1);
        int shift = 0;
        if (value != SharedTable.NONE) {
            final boolean isBehind = sequence - NativeMemory.getInt(value + TRIGGER) >= 0;
            shift = NativeMemory.getInt(value + (isBehind ? BEHIND : BEFORE));
        }
        table.close();
        return shift;
    }

    private int unshifted(final long key0, final long key1, final int acknowledged) {
        final long value = table.openRead(key0, key1);
        int number = acknowledged;
        if (value != SharedTable.NONE) {
            final int behind = NativeMemory.getInt(value + BEHIND);
            final int before = NativeMemory.getInt(value + BEFORE);
            final boolean isBehind = acknowledged - behind - NativeMemory.getInt(value + TRIGGER) >= 0;
            number = acknowledged - (isBehind ? behind : before);
        }
        table.close();
        return number;
    }

    private static void replace(
            final Packet packet, final int transport, final int offset, final int old, final int number) {
        if (old == number) {
            return;
        }
        packet.putInt(transport + offset, number);
        final int checksum = TcpHeader.checksum(packet, transport);
        final long delta = InternetChecksum.deltaSum32(old, number);
        // An odd offset would change the bytes' places in the sum: these are even.
        TcpHeader.checksum(packet, transport, InternetChecksum.applySum(checksum, delta));
    }
}
