package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.Digest;
import io.holdfast.log.DiscardingWriter;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.RecordView;
import io.holdfast.log.StablePositions;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.ReleaseCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a record says of a burst's outputs, wherever these are when it is made. */
class LoggedProtectionTest {
    private static final int CAPTURE_BYTES = 60;
    private static final int HOLD_PACKETS = 16;
    private static final int PORTS = 3;

    private final MemoryPacketPool pool = new MemoryPacketPool(256);
    private final SoleAccesses accesses = new SoleAccesses();
    private final StablePositions stable = new StablePositions(1);
    private final HoldQueue hold = new HoldQueue(1, HOLD_PACKETS, ReleaseCheck.WHEN_STABLE);
    private final LastRecord log = new LastRecord();
    private final List<Integer> sent = new ArrayList<>();
    private final Map<LoggedProtection, LogRecords> policies = new HashMap<>();
    private int nextMark = 1;

    @AfterEach
    void close() {
        hold.dropAll();
        assertEquals(0, pool.inUsePackets());
        pool.close();
    }

    @Test
    void shouldDigestOutputsThatAreHeld() {
        final LoggedProtection protection = protection(LogRecords.ALL);
        final Digest expected = run(protection, 8, 8, List.of(0));
        assertEquals(expected.value(), log.record().digest());
    }

    /** What finds no room in the hold queue is dropped; its digest is the replica's all the same, which knows no queue. */
    @Test
    void shouldDigestOutputsThatFindNoRoom() {
        final LoggedProtection protection = protection(LogRecords.ALL);
        final Digest expected = run(protection, 16, HOLD_PACKETS + 13, List.of(0));
        assertEquals(expected.value(), log.record().digest());
        assertEquals(13, hold.overflowCount());
        assertEquals(HOLD_PACKETS, hold.heldPackets());
    }

    @Test
    void shouldDigestOutputsThatLeaveAtOnce() {
        final LoggedProtection protection = protection(LogRecords.ALL);
        protection.letOutputsLeave();
        final Digest expected = run(protection, 8, 8, List.of(0));
        assertEquals(expected.value(), log.record().digest());
        assertEquals(8, sent.size());
    }

    @Test
    void shouldDigestTheOutputsOfPacketsThatWroteOnly() {
        final LoggedProtection protection = protection(LogRecords.CHANGES);
        final List<Integer> writers = List.of(1, 5);
        final Digest expected = run(protection, 8, 8, writers);
        assertEquals(writers.size(), log.record().packetCount());
        assertEquals(expected.value(), log.record().digest());
    }

    @Test
    void shouldMakeNoRecordOfABurstThatOnlyRead() {
        final LoggedProtection protection = protection(LogRecords.CHANGES);
        run(protection, 8, 8, List.of());
        assertEquals(0, log.count);
        assertEquals(8, sent.size(), "they leave at the burst's end");
        assertEquals(0, protection.release());
        run(protection, 8, 8, List.of(7));
        assertEquals(1, log.count);
        assertEquals(8, sent.size());
        assertEquals(0, protection.release());
        stable.advance(0, 2);
        assertEquals(8, protection.release());
        assertEquals(16, sent.size());
    }

    /** The test of the test: an output that differs is another digest. */
    @Test
    void shouldTellOutputsApart() {
        final Digest one = run(protection(LogRecords.ALL), 8, 8, List.of(0));
        final long digest = log.record().digest();
        assertEquals(one.value(), digest);
        hold.dropAll();
        run(protection(LogRecords.ALL), 8, 8, List.of(0));
        assertNotEquals(digest, log.record().digest());
    }

    private LoggedProtection protection(final LogRecords records) {
        final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
        record.identify(1, 1, 1, 0);
        final LoggedProtection made = new LoggedProtection(
                record,
                new LogWriter(log, record),
                hold,
                accesses,
                stable,
                (port, batch) -> {
                    for (int i = 0; i < batch.size(); i++) {
                        sent.add(batch.get(i).getInt(0));
                    }
                    batch.free();
                },
                LoggedProtection.Policy.of(records));
        policies.put(made, records);
        return made;
    }

    /**
     * A burst of some packets, whose outputs go out of several ports, three at a time; outputs beyond the packets are
     * copies of the first. Returns the digest of what the writers put out, all if everything is logged.
     */
    private Digest run(
            final LoggedProtection protection, final int packets, final int outputs, final List<Integer> writers) {
        final boolean isAll = policies.get(protection) == LogRecords.ALL;
        final PacketBatch burst = new PacketBatch();
        for (int i = 0; i < packets; i++) {
            burst.add(packet(nextMark++));
        }
        protection.beginBurst(1, 0, burst);
        final Digest expected = new Digest();
        final PacketBatch leaving = new PacketBatch();
        for (int i = 0; i < outputs; i++) {
            final Packet packet = i < packets ? burst.get(i) : packet(nextMark++);
            packet.origin(burst.get(Math.min(i, packets - 1)).origin());
            accesses.actFor(packet.origin());
            if (writers.contains(i)) {
                accesses.localChange();
            }
            packet.putInt(4, ~packet.getInt(0));
            if (isAll || writers.contains(i)) {
                expected.addOutput(i / 3 % PORTS, packet);
            }
            leaving.add(packet);
            if (i % 3 == 2 || i + 1 == outputs) {
                protection.transmit(i / 3 % PORTS, leaving);
            }
        }
        protection.endBurst();
        return expected;
    }

    private Packet packet(final int mark) {
        final Packet packet = pool.allocate();
        packet.append(CAPTURE_BYTES);
        packet.putInt(0, mark);
        return packet;
    }

    /** Keeps the last record that was sent. */
    private static final class LastRecord extends DiscardingWriter {
        private final RecordView view = new RecordView();
        private int count;
        private boolean isLast;

        RecordView record() {
            assertTrue(isLast, "no record");
            return view;
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            isLast = view.wrap(buffer, offset, lengthBytes);
            count++;
            return true;
        }
    }
}
