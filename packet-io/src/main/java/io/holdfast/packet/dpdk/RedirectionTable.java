package io.holdfast.packet.dpdk;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.steering.FlowSteering;
import java.lang.foreign.Arena;

/** A NIC's table from the low bits of the hash to a queue. */
final class RedirectionTable {
    private static final long WHOLE_GROUP = -1L;

    private final DpdkCalls calls;
    private final int port;
    private final int entries;

    RedirectionTable(final DpdkCalls calls, final int port, final int entries) {
        this.calls = calls;
        this.port = port;
        this.entries = entries;
    }

    /**
     * Whether a table of that size can send each bucket to its worker: it has every bucket, once or more, or is so small
     * that several share an entry, and they are of one worker.
     */
    static boolean fits(final int entries, final FlowSteering steering) {
        if (entries < EthLayout.RETA_GROUP_ENTRIES || Integer.bitCount(entries) != 1) {
            return false;
        }
        for (int bucket = entries; bucket < FlowSteering.BUCKETS; bucket++) {
            if (steering.workerOfBucket(bucket) != steering.workerOfBucket(bucket % entries)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the workers' queues into the table of a started port, and reads them back.
     *
     * @return false if the table cannot hold them, or the driver does not keep them
     */
    boolean program(final Arena arena, final FlowSteering steering) {
        if (!fits(entries, steering)) {
            return false;
        }
        final long groups = groups(arena);
        for (int entry = 0; entry < entries; entry++) {
            NativeMemory.putShort(place(groups, entry), (short) steering.workerOfBucket(entry));
        }
        return calls.retaUpdate(port, groups, entries) == 0 && holds(arena, steering);
    }

    /** Whether the port's table sends each bucket to its worker. */
    boolean holds(final Arena arena, final FlowSteering steering) {
        final long groups = groups(arena);
        if (calls.retaQuery(port, groups, entries) != 0) {
            return false;
        }
        for (int entry = 0; entry < entries; entry++) {
            if (NativeMemory.getShort(place(groups, entry)) != steering.workerOfBucket(entry)) {
                return false;
            }
        }
        return true;
    }

    /** Zeroed groups of which every entry is meant. */
    private long groups(final Arena arena) {
        final int count = entries / EthLayout.RETA_GROUP_ENTRIES;
        final long groups = arena.allocate((long) count * EthLayout.RETA_GROUP_BYTES, Long.BYTES)
                .address();
        for (int group = 0; group < count; group++) {
            NativeMemory.putLong(groups + (long) group * EthLayout.RETA_GROUP_BYTES, WHOLE_GROUP);
        }
        return groups;
    }

    private static long place(final long groups, final int entry) {
        return groups
                + (long) (entry / EthLayout.RETA_GROUP_ENTRIES) * EthLayout.RETA_GROUP_BYTES
                + EthLayout.RETA_ENTRIES
                + (long) (entry % EthLayout.RETA_GROUP_ENTRIES) * Short.BYTES;
    }
}
