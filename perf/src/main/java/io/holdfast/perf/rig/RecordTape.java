package io.holdfast.perf.rig;

import io.holdfast.packet.NativeMemory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records one after the other in memory, to be read in the same order; bounded. Single-threaded.
 *
 * <pre>
 *   i32 length | record | i32 length | record | ...
 * </pre>
 */
final class RecordTape implements AutoCloseable {
    private final long address;
    private final long capacityBytes;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long end;
    private long next;

    RecordTape(final long capacityBytes) {
        this.capacityBytes = capacityBytes;
        address = NativeMemory.allocate(capacityBytes);
    }

    /** Whether a record of this length fits. */
    boolean hasRoom(final int lengthBytes) {
        return end + Integer.BYTES + lengthBytes <= capacityBytes;
    }

    /** Appends a record, for which there is room. */
    void append(final DirectBuffer buffer, final int lengthBytes) {
        NativeMemory.putInt(address + end, lengthBytes);
        NativeMemory.copy(buffer.addressOffset(), address + end + Integer.BYTES, lengthBytes);
        end += Integer.BYTES + lengthBytes;
    }

    /** The next record, valid until the call after; null at the end. */
    DirectBuffer read() {
        if (next == end) {
            return null;
        }
        final int lengthBytes = NativeMemory.getInt(address + next);
        view.wrap(address + next + Integer.BYTES, lengthBytes);
        next += Integer.BYTES + lengthBytes;
        return view;
    }

    /** Bytes of records that have been appended since the last clearing. */
    long sizeBytes() {
        return end;
    }

    void clear() {
        end = 0;
        next = 0;
    }

    @Override
    public void close() {
        NativeMemory.release(address);
    }
}
