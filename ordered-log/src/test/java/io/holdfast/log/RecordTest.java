package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

class RecordTest {
    private static final int CAPTURE_BYTES = 96;

    @Property(tries = 200)
    void shouldKeepThePacketsThatChangedSomethingOnly(
            @ForAll @IntRange(min = 1, max = 32) final int packets, @ForAll final long seed) {
        try (MemoryPacketPool pool = new MemoryPacketPool(256)) {
            final Random random = new Random(seed);
            final long kept = random.nextLong() & (1L << packets) - 1;
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            final PacketBatch batch = new PacketBatch();
            for (int i = 0; i < packets; i++) {
                final byte[] frame = new byte[random.nextInt(1, 200)];
                java.util.Arrays.fill(frame, (byte) i);
                batch.add(TestPackets.of(pool, frame));
            }
            record.begin(9, 1_000, 3, batch);
            record.keep(kept);
            record.end(0, 0);
            final RecordView view = new RecordView();
            assertTrue(view.wrap(record.buffer(), 0, record.lengthBytes()));
            assertEquals(Long.bitCount(kept), view.packetCount());
            final PacketBatch replayed = new PacketBatch();
            assertEquals(0, view.takePackets(pool, replayed));
            int next = 0;
            for (int i = 0; i < packets; i++) {
                if (BurstWrites.isKept(kept, i)) {
                    assertEquals(batch.get(i).length(), replayed.get(next).length());
                    assertEquals(i, replayed.get(next++).getByte(0));
                }
            }
            assertEquals(next, replayed.size());
            replayed.free();
            batch.free();
        }
    }

    @Property(tries = 200)
    void shouldGiveBackWhatWasCaptured(
            @ForAll @IntRange(min = 0, max = 32) final int packets, @ForAll final long seed) {
        try (MemoryPacketPool pool = new MemoryPacketPool(256)) {
            final Random random = new Random(seed);
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            record.identify(7, -3, 2, 1);
            final PacketBatch batch = new PacketBatch();
            final byte[][] frames = new byte[packets][];
            for (int i = 0; i < packets; i++) {
                frames[i] = new byte[random.nextInt(1, 1519)];
                random.nextBytes(frames[i]);
                batch.add(TestPackets.of(pool, frames[i]));
            }
            record.begin(42, 1_000, 3, batch);
            record.end(99, 98, 41, AccessNotes.NONE);

            final RecordView view = new RecordView();
            assertTrue(view.wrap(record.buffer(), 0, record.lengthBytes()));
            assertEquals(98, view.accessDigest());
            assertEquals(7, view.view());
            assertEquals(-3, view.incarnation());
            assertEquals(2, view.epoch());
            assertEquals(1, view.worker());
            assertEquals(42, view.burst());
            assertEquals(1_000, view.timeNs());
            assertEquals(3, view.inputPort());
            assertEquals(99, view.digest());
            assertEquals(41, view.released());
            final PacketBatch all = new PacketBatch();
            assertEquals(0, view.takePackets(pool, all));
            assertEquals(packets, all.size());
            for (int p = 0; p < packets; p++) {
                final byte[] frame = frames[p];
                final Packet replayed = all.get(p);
                assertEquals(frame.length, replayed.length());
                assertEquals(Math.min(frame.length, CAPTURE_BYTES), replayed.knownLength());
                for (int i = 0; i < replayed.knownLength(); i++) {
                    assertEquals(Byte.toUnsignedInt(frame[i]), replayed.getByte(i));
                }
            }
            all.free();
            batch.free();
            assertEquals(0, pool.inUsePackets());
        }
    }

    @Property(tries = 100)
    void shouldSayHowManyPacketsFoundNoBuffer(@ForAll @IntRange(min = 1, max = 32) final int packets) {
        try (MemoryPacketPool pool = new MemoryPacketPool(packets);
                MemoryPacketPool small = new MemoryPacketPool((packets + 1) / 2)) {
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            final PacketBatch batch = new PacketBatch();
            for (int i = 0; i < packets; i++) {
                batch.add(TestPackets.of(pool, new byte[60]));
            }
            record.begin(1, 1, 0, batch);
            record.end(0, 0);
            final RecordView view = new RecordView();
            // As a store hands it over, whose reader has accepted it.
            view.wrapAccepted(record.buffer(), 0);
            final PacketBatch taken = new PacketBatch();
            assertEquals(packets - (packets + 1) / 2, view.takePackets(small, taken));
            assertEquals((packets + 1) / 2, taken.size());
            taken.free();
            batch.free();
        }
    }

    @Property
    void shouldRefuseGarbage(@ForAll @Size(max = 300) final byte[] garbage) {
        assertFalse(new RecordView().wrap(new UnsafeBuffer(garbage), 0, garbage.length));
    }

    @Property(tries = 500)
    void shouldRefuseOrBoundARecordWithFlippedBytes(
            @ForAll @IntRange(min = 0, max = 199) final int position, @ForAll final byte value) {
        try (MemoryPacketPool pool = new MemoryPacketPool(256)) {
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            final PacketBatch batch = new PacketBatch();
            batch.add(TestPackets.of(pool, new byte[60]));
            batch.add(TestPackets.of(pool, new byte[200]));
            record.begin(1, 1, 0, batch);
            record.end(0, 0);
            batch.free();
            final byte[] bytes = new byte[record.lengthBytes()];
            record.buffer().getBytes(0, bytes);
            bytes[position % bytes.length] = value;
            final UnsafeBuffer message = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(bytes.length));
            message.putBytes(0, bytes);
            final RecordView view = new RecordView();
            if (view.wrap(message, 0, bytes.length)) {
                final PacketBatch all = new PacketBatch();
                final int missing = view.takePackets(pool, all);
                assertEquals(view.packetCount(), all.size() + missing);
                all.free();
            }
            assertEquals(0, pool.inUsePackets());
        }
    }
}
