package io.holdfast.packet.memory;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.typeOffset;
import static org.agrona.concurrent.ringbuffer.RingBuffer.PADDING_MSG_TYPE_ID;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.holdfast.packet.NativeMemory;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The consumer of a one-to-one ring whose producer is not trusted.
 *
 * <p>Agrona's own reader believes every record's length; a wrong one would lead it out of the ring. This one reads
 * the same layout, but checks each record against the producer's position first:
 *
 * <ul>
 *   <li>a record of an unknown type, or too short or long for a frame, is skipped and counted;
 *   <li>a length that no producer writes means that record boundaries are lost: everything up to the producer's
 *       position is dropped, and counted once. What is written later is read again.
 * </ul>
 *
 * <p>Usage: {@code while (next()) use(frameIndex(), frameLength());} then {@link #release()}, which publishes the new
 * head to the producer. Single-threaded.
 */
final class RingReader {
    /** The one type of record besides padding. */
    static final int FRAME_TYPE = 1;

    /** Shortest frame: an Ethernet header. */
    static final int MIN_FRAME_BYTES = 14;

    private final UnsafeBuffer ring;
    private final int capacity;
    private final int maxFrameBytes;
    private final long ringAddress;
    private long head;
    private long knownTail;
    private long releasedHead;
    private int frameIndex;
    private int frameLength;
    private long garbageCount;

    RingReader(final UnsafeBuffer ring, final int maxFrameBytes) {
        this.ring = ring;
        this.capacity = ring.capacity() - TRAILER_LENGTH;
        this.maxFrameBytes = maxFrameBytes;
        head = ring.getLongVolatile(capacity + HEAD_POSITION_OFFSET);
        knownTail = head;
        releasedHead = head;
        ringAddress = ring.addressOffset();
    }

    /** Moves to the next frame; false if there is none yet. */
    boolean next() {
        while (head != knownTail || findTail()) {
            final int index = (int) head & (capacity - 1);
            // Agrona's producer moves the tail first: with it, this pairs with the release of the length.
            final int recordLength = ring.getIntVolatile(lengthOffset(index));
            if (recordLength <= 0) {
                return false;
            }
            if (recordLength < HEADER_LENGTH || !fits(recordLength, index)) {
                resume(knownTail);
                return false;
            }
            head += BitUtil.align(recordLength, ALIGNMENT);
            if (isFrame(NativeMemory.getInt(ringAddress + typeOffset(index)), recordLength - HEADER_LENGTH)) {
                frameIndex = index + HEADER_LENGTH;
                frameLength = recordLength - HEADER_LENGTH;
                return true;
            }
        }
        return false;
    }

    /** Looks how far the producer has come, once for all records up to there. */
    private boolean findTail() {
        final long tail = ring.getLongVolatile(capacity + TAIL_POSITION_OFFSET);
        if (tail == head) {
            return false;
        }
        if (!isPlausible(tail)) {
            resume(tail);
            return false;
        }
        knownTail = tail;
        return true;
    }

    /** Takes back the last {@link #next()}: the frame will be seen again. */
    void unread() {
        head = head - BitUtil.align(frameLength + HEADER_LENGTH, ALIGNMENT);
    }

    /** Where in the ring the frame starts. */
    int frameIndex() {
        return frameIndex;
    }

    int frameLength() {
        return frameLength;
    }

    /** Lets the producer have the room of the frames read; they must not be touched any more. */
    void release() {
        if (head != releasedHead) {
            // Published to the producer, which reads it before it writes over the room.
            ring.putLongRelease(capacity + HEAD_POSITION_OFFSET, head);
            releasedHead = head;
        }
    }

    /** Records dropped since the ring was opened; a lost boundary counts as one. */
    long garbageCount() {
        return garbageCount;
    }

    private boolean isPlausible(final long tail) {
        return tail > head && tail - head <= capacity && (tail & (ALIGNMENT - 1)) == 0;
    }

    private boolean fits(final int recordLength, final int index) {
        final long alignedLength = BitUtil.align((long) recordLength, ALIGNMENT);
        return alignedLength <= capacity - index && alignedLength <= knownTail - head;
    }

    private boolean isFrame(final int type, final int length) {
        if (type == PADDING_MSG_TYPE_ID) {
            return false;
        }
        if (type == FRAME_TYPE && length >= MIN_FRAME_BYTES && length <= maxFrameBytes) {
            return true;
        }
        garbageCount++;
        return false;
    }

    private void resume(final long tail) {
        garbageCount++;
        head = BitUtil.align(tail, ALIGNMENT);
        knownTail = head;
        release();
    }
}
