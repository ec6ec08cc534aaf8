package io.holdfast.recovery.replay;

import com.lmax.disruptor.Sequence;
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
    /** Written by the storing thread, read by replay. */
    private final Sequence released = new Sequence(0);

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
        heardReleased(record.released());
        accesses.append(record.burst(), view);
        records.store(buffer, offset, lengthBytes);
    }

    /** The master has said that all outputs up to this burst have left. Called by the thread that stores. */
    public void heardReleased(final long burst) {
        if (burst > released.get()) {
            released.set(burst);
        }
    }

    /** Last burst of which the master has said so; any thread may ask. */
    public long releasedBurst() {
        return released.get();
    }

    public RecordStore records() {
        return records;
    }
}
