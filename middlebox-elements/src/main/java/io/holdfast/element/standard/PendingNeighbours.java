package io.holdfast.element.standard;

import io.holdfast.element.LocalState;
import io.holdfast.packet.NativeMemory;

/**
 * The neighbours that one worker has asked for and not heard of, each with its queue of waiting packets.
 *
 * <pre>
 *   local state:  count (8) | record 0 (32) | record 1 | ...
 *   record:       0 address | 4 first slot + 1 | 8 last slot + 1 | 12 waiting | 16 queries sent | 20 zero | 24 next query, ns
 * </pre>
 *
 * <p>Records are packed: removing one moves the last into its place. Found by search, for there are few.
 */
final class PendingNeighbours {
    /** No such neighbour, or no slot. */
    static final int NONE = -1;

    private static final int RECORDS = 8;
    private static final int RECORD_BYTES = 32;
    private static final int ADDRESS = 0;
    private static final int FIRST = 4;
    private static final int LAST = 8;
    private static final int WAITING = 12;
    private static final int QUERIES = 16;
    private static final int NEXT_QUERY = 24;

    private final LocalState state;
    private final int capacity;

    PendingNeighbours(final LocalState state, final int capacity) {
        this.state = state;
        this.capacity = capacity;
    }

    /** Bytes of local state for so many neighbours. */
    static long lengthBytes(final int capacity) {
        return RECORDS + (long) capacity * RECORD_BYTES;
    }

    int count() {
        return NativeMemory.getInt(state.address());
    }

    /** Index of a neighbour's record, or {@link #NONE}. */
    int find(final int ip) {
        final int count = count();
        for (int i = 0; i < count; i++) {
            if (address(i) == ip) {
                return i;
            }
        }
        return NONE;
    }

    /** Adds a record for a neighbour that has none; {@link #NONE} if all are taken. */
    int add(final int ip) {
        final int index = count();
        if (index == capacity) {
            return NONE;
        }
        state.changing();
        NativeMemory.fill(record(index), RECORD_BYTES, (byte) 0);
        NativeMemory.putInt(record(index) + ADDRESS, ip);
        NativeMemory.putInt(state.address(), index + 1);
        return index;
    }

    /** Removes a record, whose packets have been taken. The last record is in its place afterwards. */
    void remove(final int index) {
        final int last = count() - 1;
        state.changing();
        NativeMemory.copy(record(last), record(index), RECORD_BYTES);
        NativeMemory.fill(record(last), RECORD_BYTES, (byte) 0);
        NativeMemory.putInt(state.address(), last);
    }

    int address(final int index) {
        return NativeMemory.getInt(record(index) + ADDRESS);
    }

    /** Packets that wait for a neighbour. */
    int waiting(final int index) {
        return NativeMemory.getInt(record(index) + WAITING);
    }

    int queriesSent(final int index) {
        return NativeMemory.getInt(record(index) + QUERIES);
    }

    /** When the next query is due, in nanoseconds of logged time. */
    long nextQueryNs(final int index) {
        return NativeMemory.getLong(record(index) + NEXT_QUERY);
    }

    void noteQuery(final int index, final long nextQueryNs) {
        state.changing();
        NativeMemory.putInt(record(index) + QUERIES, queriesSent(index) + 1);
        NativeMemory.putLong(record(index) + NEXT_QUERY, nextQueryNs);
    }

    /** Adds a slot at the end of a neighbour's queue. */
    void enqueue(final int index, final int slot, final WaitingPackets packets) {
        state.changing();
        final int last = NativeMemory.getInt(record(index) + LAST) - 1;
        if (last == NONE) {
            NativeMemory.putInt(record(index) + FIRST, slot + 1);
        } else {
            packets.link(last, slot);
        }
        NativeMemory.putInt(record(index) + LAST, slot + 1);
        NativeMemory.putInt(record(index) + WAITING, waiting(index) + 1);
    }

    /** Takes the first slot off a neighbour's queue; {@link #NONE} if it is empty. */
    int dequeue(final int index, final WaitingPackets packets) {
        final int first = NativeMemory.getInt(record(index) + FIRST) - 1;
        if (first == NONE) {
            return NONE;
        }
        state.changing();
        final int next = packets.next(first);
        NativeMemory.putInt(record(index) + FIRST, next + 1);
        if (next == NONE) {
            NativeMemory.putInt(record(index) + LAST, 0);
        }
        NativeMemory.putInt(record(index) + WAITING, waiting(index) - 1);
        return first;
    }

    private long record(final int index) {
        return state.address() + RECORDS + (long) index * RECORD_BYTES;
    }
}
