package io.holdfast.recovery.replay;

import io.holdfast.log.AccessNotes;
import io.holdfast.log.AccessView;
import io.holdfast.log.LogReader;
import io.holdfast.log.RecordView;
import io.holdfast.recovery.RecordStore;
import org.agrona.DirectBuffer;

/**
 * Stores one worker's log stream: its records for the worker's replay, its accesses also for the other workers'.
 *
 * <p>Every worker has its own, so that a stream whose replay waits for another stream's never keeps that one out. The
 * accesses are there before the record is: when a burst is replayed, all its entries can be asked for. Used by the
 * thread that stores.
 */
public final class StoredStream implements LogReader.Sink {
    private final RecordStore records;
    private final AccessRing accesses;
    private final AccessView view;
    private final int maxAccesses;

    /**
     * Joins a store and a ring.
     *
     * @param view of this worker's accesses
     * @param accessBytes most bytes of one burst's accesses
     */
    public StoredStream(
            final RecordStore records, final AccessRing accesses, final AccessView view, final int accessBytes) {
        this.records = records;
        this.accesses = accesses;
        this.view = view;
        maxAccesses = accessBytes / AccessNotes.MIN_ENTRY_BYTES;
        if (accesses.capacityAccesses() < maxAccesses) {
            throw new IllegalArgumentException("the ring must hold the accesses of one record, " + maxAccesses + ": "
                    + accesses.capacityAccesses());
        }
    }

    @Override
    public boolean hasRoom() {
        return records.hasRoom() && accesses.hasRoom(maxAccesses);
    }

    /** The same without being counted as a refusal: for who only looks. */
    public boolean isFull() {
        return records.isFull() || !accesses.hasRoom(maxAccesses);
    }

    @Override
    public void onRecord(final RecordView record, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (record.accesses(view) < 0) {
            throw new ReplayDivergence(record.worker(), record.burst(), "its accesses are malformed");
        }
        accesses.append(record.burst(), view);
        records.store(buffer, offset, lengthBytes);
    }

    public RecordStore records() {
        return records;
    }
}
