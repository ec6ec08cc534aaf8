package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
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
                batch.add(PacketBytes.copyOf(pool, frame));
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
                batch.add(PacketBytes.copyOf(pool, frames[i]));
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
                batch.add(PacketBytes.copyOf(pool, new byte[60]));
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
            batch.add(PacketBytes.copyOf(pool, new byte[60]));
            batch.add(PacketBytes.copyOf(pool, new byte[200]));
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

    /** Frames that share some of their words with the one before, of lengths that change now and then. */
    private static byte[][] neighbours(final Random random, final int count) {
        final byte[][] frames = new byte[count][];
        byte[] last = new byte[random.nextInt(1, 130)];
        random.nextBytes(last);
        for (int i = 0; i < count; i++) {
            final int length = random.nextInt(4) == 0 ? random.nextInt(1, 130) : last.length;
            final byte[] frame = java.util.Arrays.copyOf(last, length);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                frame[random.nextInt(length)] = (byte) random.nextInt();
            }
            frames[i] = frame;
            last = frame;
        }
        return frames;
    }

    @Property(tries = 2000)
    void shouldGiveBackPacketsThatShareWordsAndOfThemThoseThatAreKept(@ForAll final long seed) {
        try (MemoryPacketPool pool = new MemoryPacketPool(128)) {
            final Random random = new Random(seed);
            final byte[][] frames = neighbours(random, random.nextInt(1, 33));
            final long kept = random.nextBoolean() ? BurstWrites.WHOLE : random.nextLong() & 0xffff_ffffL;
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            final RecordView view = new RecordView();
            // Twice: nothing of a record may depend on the one before.
            for (int round = 1; round <= 2; round++) {
                final PacketBatch batch = new PacketBatch();
                for (final byte[] frame : frames) {
                    batch.add(PacketBytes.copyOf(pool, frame));
                }
                record.begin(round, 1_000, 0, batch);
                // As elements do.
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).putByte(0, 0xee);
                }
                record.keep(kept);
                record.end(0, 0);
                batch.free();
            }
            assertTrue(view.wrap(record.buffer(), 0, record.lengthBytes()));
            final PacketBatch taken = new PacketBatch();
            assertEquals(0, view.takePackets(pool, taken));
            int next = 0;
            for (int i = 0; i < frames.length; i++) {
                if (BurstWrites.isKept(kept, i)) {
                    final Packet packet = taken.get(next++);
                    assertEquals(frames[i].length, packet.length());
                    assertEquals(Math.min(frames[i].length, CAPTURE_BYTES), packet.knownLength());
                    for (int at = 0; at < packet.knownLength(); at++) {
                        assertEquals(Byte.toUnsignedInt(frames[i][at]), packet.getByte(at), "byte " + at);
                    }
                }
            }
            assertEquals(next, taken.size());
            taken.free();
        }
    }

    @org.junit.jupiter.api.Test
    void shouldWriteOnceWhatAllPacketsShare() {
        try (MemoryPacketPool pool = new MemoryPacketPool(32)) {
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            final PacketBatch batch = new PacketBatch();
            for (int i = 0; i < 32; i++) {
                final byte[] frame = new byte[60];
                frame[30] = (byte) i;
                batch.add(PacketBytes.copyOf(pool, frame));
            }
            record.begin(1, 1, 0, batch);
            record.keep(0);
            record.end(0, 0);
            final int empty = record.lengthBytes();
            record.begin(2, 1, 0, batch);
            record.end(0, 0);
            // The first has its lengths and all its 60 bytes, each further one a word and the 4 bytes behind the words.
            assertEquals(empty + 1 + 4 + 60 + 31 * (1 + 8 + 4), record.lengthBytes());
            batch.free();
        }
    }

    @org.junit.jupiter.api.Test
    void shouldRefuseAPacketThatLeavesOutWhatTheOneBeforeHasNot() {
        try (MemoryPacketPool pool = new MemoryPacketPool(2)) {
            final RecordBuffer record = new RecordBuffer(CAPTURE_BYTES);
            final PacketBatch batch = new PacketBatch();
            batch.add(PacketBytes.copyOf(pool, new byte[8]));
            batch.add(PacketBytes.copyOf(pool, new byte[16]));
            record.begin(1, 1, 0, batch);
            record.end(0, 0);
            batch.free();
            final int first = record.lengthBytes() - 4 - (1 + 4 + 8) - (1 + 4 + 8);
            final int second = first + 1 + 4 + 8;
            final UnsafeBuffer bytes = new UnsafeBuffer(record.buffer(), 0, record.lengthBytes());
            final RecordView view = new RecordView();
            assertTrue(view.wrap(bytes, 0, record.lengthBytes()));
            assertEquals((byte) 0x81, bytes.getByte(first), "lengths and its only word");
            assertEquals((byte) 0x82, bytes.getByte(second), "lengths, and the word that the first has not");
            bytes.putByte(second, (byte) 0x81);
            assertFalse(view.wrap(bytes, 0, record.lengthBytes()), "its second word is nowhere");
            bytes.putByte(second, (byte) 0x82);
            bytes.putByte(first, (byte) 0x01);
            assertFalse(view.wrap(bytes, 0, record.lengthBytes()), "its lengths are nowhere");
            bytes.putByte(first, (byte) 0x82);
            assertFalse(view.wrap(bytes, 0, record.lengthBytes()), "a word that it does not have");
        }
    }
}
