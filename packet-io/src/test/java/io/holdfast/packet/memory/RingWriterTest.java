package io.holdfast.packet.memory;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.NativeMemory;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RingWriterTest {
    private static final int CAPACITY = 64 * 1024;
    private static final int LONGEST = 2048;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64));
    private final RingWriter writer = new RingWriter(buffer);
    private final RingReader reader = new RingReader(buffer, LONGEST);
    private final long frame = NativeMemory.allocate(LONGEST);

    @AfterEach
    void release() {
        NativeMemory.release(frame);
    }

    @Test
    void shouldShowNothingOfABurstBeforeItIsPublished() {
        writer.begin();
        assertTrue(writer.add(frame, 60));
        assertTrue(writer.add(frame, 61));
        assertFalse(reader.next());
        writer.publish();
        assertTrue(reader.next());
        assertEquals(60, reader.frameLength());
        assertTrue(reader.next());
        assertEquals(61, reader.frameLength());
        assertFalse(reader.next());
    }

    /** A producer that is killed in the middle of a burst: the next one begins where that burst did. */
    @Test
    void shouldLeaveNothingBehindOfABurstThatWasNotPublished() {
        writer.begin();
        assertTrue(writer.add(frame, 1000));
        assertEquals(0, RingRepair.finishLastRecord(buffer));
        assertTrue(new RingWriter(buffer).write(frame, 60));
        assertTrue(reader.next());
        assertEquals(60, reader.frameLength());
        assertFalse(reader.next());
        assertEquals(0, reader.garbageCount());
    }

    @Test
    void shouldRefuseWhatHasNoRoomAndTakeItWhenThereIs() {
        int written = 0;
        writer.begin();
        while (writer.add(frame, 56)) {
            written++;
        }
        writer.publish();
        assertEquals(CAPACITY / 64, written);
        assertFalse(writer.write(frame, 56));
        assertTrue(reader.next());
        assertFalse(writer.write(frame, 56), "room is given by release only");
        reader.release();
        assertTrue(writer.write(frame, 56));
        assertFalse(writer.write(frame, 56));
    }

    @Test
    void shouldRefuseAFrameThatIsTooLargeForTheRing() {
        assertFalse(writer.write(frame, CAPACITY / 8 + 1));
        assertFalse(reader.next());
    }

    /** Whatever the sizes, bursts and place in the ring: the bytes come out, and no byte beside them was touched. */
    @Test
    void shouldGiveEveryByteOfEveryFrame() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final Queue<byte[]> sent = new ArrayDeque<>();
        for (int round = 0; round < 4_000; round++) {
            writer.begin();
            for (int i = random.nextInt(40); i > 0; i--) {
                final byte[] bytes =
                        new byte[RingReader.MIN_FRAME_BYTES + random.nextInt(random.nextBoolean() ? 64 : LONGEST - 14)];
                random.nextBytes(bytes);
                NativeMemory.copyFromArray(bytes, 0, frame, bytes.length);
                if (writer.add(frame, bytes.length)) {
                    sent.add(bytes);
                }
            }
            writer.publish();
            for (int i = random.nextInt(40); i > 0 && reader.next(); i--) {
                final byte[] expected = sent.remove();
                final byte[] read = new byte[reader.frameLength()];
                buffer.getBytes(reader.frameIndex(), read);
                assertArrayEquals(expected, read, "seed " + seed);
            }
            reader.release();
        }
        while (reader.next()) {
            assertEquals(sent.remove().length, reader.frameLength(), "seed " + seed);
        }
        assertTrue(sent.isEmpty(), "seed " + seed);
        assertEquals(0, reader.garbageCount(), "seed " + seed);
    }
}
