package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.DiscardingWriter;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.ReleaseCheck;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/**
 * A worker whose hold queue is full still sends the record that waits: what is held may depend on that very record.
 *
 * <p>The log has no room, so the burst's record stays with the worker, and the burst's outputs fill the hold queue. The
 * log has room again. Who asks the hold queue first whether a burst may begin never sends the record; it is never
 * acknowledged, nothing is let go, and the worker stands still for ever.
 */
class FullHoldQueueStoryTest {
    private static final int HOLD_PACKETS = 32;

    /** A log stream without room, until somebody makes it. */
    private static final class Stream extends DiscardingWriter {
        private boolean hasRoom;
        private int records;

        @Override
        public boolean canWrite(final int lengthBytes) {
            return hasRoom;
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            records += hasRoom ? 1 : 0;
            return hasRoom;
        }
    }

    @Test
    void shouldSendTheRecordOnWhichTheHeldPacketsDepend() {
        try (MemoryPacketPool pool = new MemoryPacketPool(2 * HOLD_PACKETS)) {
            final Stream stream = new Stream();
            final SoleAccesses accesses = new SoleAccesses();
            final StablePositions stable = new StablePositions(1);
            final HoldQueue hold = new HoldQueue(1, HOLD_PACKETS, ReleaseCheck.WHEN_STABLE);
            final RecordBuffer record = new RecordBuffer(64);
            record.identify(1, 1, 1, 0);
            final LoggedProtection protection = new LoggedProtection(
                    record,
                    new LogWriter(stream, record),
                    hold,
                    accesses,
                    stable,
                    (port, batch) -> batch.free(),
                    LoggedProtection.Policy.of(LogRecords.ALL));
            final PacketBatch batch = new PacketBatch();
            for (int i = 0; i < HOLD_PACKETS; i++) {
                batch.add(pool.allocate());
            }
            protection.beginBurst(1, 0, batch);
            accesses.localChange();
            protection.transmit(0, batch);
            protection.endBurst();
            assertEquals(HOLD_PACKETS, hold.heldPackets());
            assertEquals(0, stream.records);

            stream.hasRoom = true;
            assertFalse(protection.mayReceive(), "the hold queue is full");
            assertEquals(1, stream.records, "but the record is on its way");
            stable.advance(0, 1);
            assertEquals(HOLD_PACKETS, protection.release());
            assertTrue(protection.mayReceive());
            assertEquals(0, pool.inUsePackets());
        }
    }
}
