package io.holdfast.packet.memory;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.Test;

class RingReaderTest {
    private static final int CAPACITY = 64 * 1024;

    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64);
    private final UnsafeBuffer buffer = new UnsafeBuffer(memory);
    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(buffer);
    private final RingWriter writer = new RingWriter(buffer);
    private final RingReader reader = new RingReader(buffer, 2048);

    @Test
    void shouldSkipRecordsThatAreNoFrames() {
        ring.write(99, new UnsafeBuffer(new byte[60]), 0, 60);
        write(5);
        write(4_000);
        write(60);
        assertTrue(reader.next());
        assertEquals(60, reader.frameLength());
        assertFalse(reader.next());
        assertEquals(3, reader.garbageCount());
    }

    @Test
    void shouldResumeBehindALengthThatNoProducerWrites() {
        write(60);
        write(60);
        buffer.putInt(0, 0x7fff_fff0);
        assertFalse(reader.next());
        assertEquals(1, reader.garbageCount());
        write(100);
        assertTrue(reader.next());
        assertEquals(100, reader.frameLength());
    }

    @Test
    void shouldResumeBehindAnImplausibleTail() {
        buffer.putLong(CAPACITY + TAIL_POSITION_OFFSET, 10L * CAPACITY + 3);
        assertFalse(reader.next());
        assertEquals(1, reader.garbageCount());
    }

    /** Whatever a broken peer writes, the node neither fails nor loops, nor reads outside the ring. */
    @Test
    void shouldSurviveRandomBytes() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] noise = new byte[CAPACITY];
        for (int round = 0; round < 300; round++) {
            random.nextBytes(noise);
            buffer.putBytes(0, noise);
            final long position = round % 3 == 0 ? random.nextLong() : (long) random.nextInt(CAPACITY) * 8;
            buffer.putLongVolatile(CAPACITY + TAIL_POSITION_OFFSET, position);
            for (int i = 0; i < 20_000 && reader.next(); i++) {
                assertTrue(
                        reader.frameIndex() >= 8 && reader.frameIndex() + reader.frameLength() <= CAPACITY,
                        "seed " + seed);
            }
            reader.release();
        }
        assertTrue(reader.garbageCount() > 0, "seed " + seed);
    }

    @Test
    void shouldWaitForAClaimedRecordOnly() {
        final int index = ring.tryClaim(RingReader.FRAME_TYPE, 60);
        assertFalse(reader.next());
        ring.commit(index);
        assertTrue(reader.next());
    }

    @Test
    void shouldFinishWhatADeadProducerBegan() {
        write(60);
        ring.tryClaim(RingReader.FRAME_TYPE, 60);
        assertEquals(72, RingRepair.finishLastRecord(buffer));
        new RingWriter(buffer).write(new byte[80], 0, 80);
        assertTrue(reader.next());
        assertEquals(60, reader.frameLength());
        assertTrue(reader.next());
        assertEquals(80, reader.frameLength());
        assertEquals(0, reader.garbageCount());
    }

    @Test
    void shouldFinishARecordThatGoesRoundTheEnd() {
        final long begin = CAPACITY - 48;
        buffer.putLong(CAPACITY + HEAD_POSITION_OFFSET, begin);
        buffer.putLong(CAPACITY + TAIL_POSITION_OFFSET, CAPACITY + 104);
        buffer.putLong(104, -1);
        final RingReader late = new RingReader(buffer, 2048);
        assertFalse(late.next());
        assertEquals(152, RingRepair.finishLastRecord(buffer));
        write(70);
        assertTrue(late.next());
        assertEquals(70, late.frameLength());
        assertEquals(0, RingRepair.finishLastRecord(buffer));
    }

    private void write(final int length) {
        assertTrue(writer.write(new byte[length], 0, length));
    }
}
