package io.holdfast.packet.memory;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;
import static org.agrona.concurrent.ringbuffer.RingBuffer.PADDING_MSG_TYPE_ID;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Mends a ring whose producer died while it was writing, before a new producer takes its place.
 *
 * <p>A producer moves the tail, then writes the record, then its length. Killed in between, it leaves a last record
 * without a length, at which the consumer would wait for ever:
 *
 * <pre>
 *   head ... complete records ... | unfinished: length 0 or negative | tail
 * </pre>
 *
 * The unfinished part, which may go round the ring's end, is turned into padding. The consumer may be reading
 * meanwhile.
 */
final class RingRepair {
    private RingRepair() {}

    /**
     * Finishes what the dead producer began.
     *
     * @return bytes turned into padding, 0 if the ring was in order
     */
    static int finishLastRecord(final UnsafeBuffer ring) {
        final int capacity = ring.capacity() - TRAILER_LENGTH;
        final long head = ring.getLongVolatile(capacity + HEAD_POSITION_OFFSET);
        final long tail = ring.getLongVolatile(capacity + TAIL_POSITION_OFFSET);
        if (tail < head || tail - head > capacity || ((tail | head) & (ALIGNMENT - 1)) != 0) {
            return 0;
        }
        long position = head;
        while (position < tail) {
            final int length = ring.getIntVolatile(lengthOffset((int) position & (capacity - 1)));
            if (length <= 0) {
                pad(ring, capacity, position, tail);
                return (int) (tail - position);
            }
            position += BitUtil.align(length, ALIGNMENT);
        }
        return 0;
    }

    private static void pad(final UnsafeBuffer ring, final int capacity, final long begin, final long end) {
        final int beginIndex = (int) begin & (capacity - 1);
        final int endIndex = (int) end & (capacity - 1);
        // The place of the record after the last must have no length; the dead producer may not have come to it.
        ring.putLong(endIndex, 0);
        if (beginIndex + (end - begin) > capacity) {
            padRecord(ring, 0, endIndex);
            padRecord(ring, beginIndex, capacity - beginIndex);
        } else {
            padRecord(ring, beginIndex, (int) (end - begin));
        }
    }

    private static void padRecord(final UnsafeBuffer ring, final int index, final int length) {
        assert length >= HEADER_LENGTH : length;
        ring.putInt(typeOffset(index), PADDING_MSG_TYPE_ID);
        // Publishes the padding, and what follows it, to the consumer.
        ring.putIntRelease(lengthOffset(index), length);
    }
}
