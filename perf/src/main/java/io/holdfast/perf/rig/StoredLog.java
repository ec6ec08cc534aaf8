package io.holdfast.perf.rig;

import io.holdfast.log.CaptureDepth;
import io.holdfast.log.DiscardingWriter;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.recovery.LogSettings;
import io.holdfast.recovery.LoggedProtection;
import io.holdfast.recovery.RecordStore;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.PacketSink;
import io.holdfast.release.ReleaseCheck;
import org.agrona.DirectBuffer;

/**
 * The log of a master with one worker, which a replica's store takes in the moment that it is written: everything that a
 * protected master does but the transport. Single-threaded.
 */
final class StoredLog extends DiscardingWriter {
    /** Room for a tenth of a second at full rate. */
    private static final int STORE_BYTES = 256 << 20;

    private final RecordStore store;
    private final RecordBuffer record;
    private final StablePositions stable = new StablePositions(1);
    private final LoggedProtection protection;
    private long bytes;

    /**
     * Makes the log of a worker.
     *
     * @param records what is logged
     * @param depth of each packet that is kept
     * @param accesses of the worker's graph
     * @param device where outputs go when they are let go
     */
    StoredLog(
            final LogRecords records, final CaptureDepth depth, final SoleAccesses accesses, final PacketSink device) {
        record = new RecordBuffer(depth, 0);
        record.identify(1, 1, 1, 0);
        store = new RecordStore(STORE_BYTES, record.maxLengthBytes());
        protection = new LoggedProtection(
                record,
                new LogWriter(this, record),
                new HoldQueue(1, LogSettings.HOLD_PACKETS.defaultValue(), ReleaseCheck.WHEN_STABLE),
                accesses,
                stable,
                device,
                LoggedProtection.Policy.of(records, 1));
    }

    LoggedProtection protection() {
        return protection;
    }

    RecordStore store() {
        return store;
    }

    /** Of the records so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean canWrite(final int lengthBytes) {
        return store.hasRoom();
    }

    @Override
    public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        store.store(buffer, offset, lengthBytes);
        bytes += lengthBytes;
        // Stored is acknowledged; outputs leave with the worker's next turn.
        stable.advance(0, protection.loggedBurst());
        return true;
    }
}
