package io.holdfast.packet.memory;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.ringbuffer.RingBuffer.PADDING_MSG_TYPE_ID;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.HEAD_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TAIL_POSITION_OFFSET;
import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.holdfast.packet.NativeMemory;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The producer of a one-to-one ring: writes frames with a single copy each, and shows them to the consumer burst by
 * burst.
 *
 * <p>The layout is that of Agrona's one-to-one ring. Agrona's producer moves the tail for each record, before it writes
 * it; this one writes a burst of records behind the tail and then moves it once, as a NIC's driver rings the doorbell
 * once. A {@link RingReader} sees complete records only, and what a killed producer had not published was never sent.
 * (Agrona's own consumer does not look at the tail, but for a zero behind the last record, which is not written here.)
 *
 * <p>Usage: {@code begin()}, {@code add(...)} for each frame, {@code publish()}; or {@code write}, which is all three.
 * Single-threaded.
 */
final class RingWriter {
    private static final int TYPE_SHIFT = 32;
    private static final int NO_ROOM = 0;

    /** Frames longer than this share of the ring are refused, as Agrona does. */
    private static final int SHORTEST_FRACTION = 8;

    private final UnsafeBuffer ring;
    private final long ringAddress;
    private final int capacity;
    private long tail;
    private long knownHead;

    RingWriter(final UnsafeBuffer buffer) {
        ring = buffer;
        ringAddress = buffer.addressOffset();
        capacity = buffer.capacity() - TRAILER_LENGTH;
        begin();
    }

    /** Begins a burst of frames. */
    void begin() {
        tail = ring.getLong(capacity + TAIL_POSITION_OFFSET);
    }

    /** Copies a frame from native memory; false if the ring is full or the frame is too large for it. */
    boolean add(final long address, final int length) {
        final long target = claim(length);
        if (target == NO_ROOM) {
            return false;
        }
        NativeMemory.copyFrame(address, target, length);
        return true;
    }

    /** Shows the burst to the consumer. */
    void publish() {
        // Publishes the records' headers and bytes to the consumer, which reads the tail first.
        ring.putLongRelease(capacity + TAIL_POSITION_OFFSET, tail);
    }

    /** A burst of one frame from native memory; false if the ring is full or the frame is too large for it. */
    boolean write(final long address, final int length) {
        begin();
        final boolean isWritten = add(address, length);
        publish();
        return isWritten;
    }

    /** A burst of one frame from an array; false if the ring is full or the frame is too large for it. */
    boolean write(final byte[] bytes, final int offset, final int length) {
        begin();
        final long target = claim(length);
        if (target == NO_ROOM) {
            return false;
        }
        NativeMemory.copyFromArray(bytes, offset, target, length);
        publish();
        return true;
    }

    /** Room for a frame behind the last one, in one piece; its address, or {@link #NO_ROOM}. */
    private long claim(final int length) {
        final int alignedLength = BitUtil.align(length + HEADER_LENGTH, ALIGNMENT);
        long position = tail;
        int index = (int) position & (capacity - 1);
        final int toEnd = capacity - index;
        final boolean goesRound = alignedLength > toEnd;
        if (length > capacity / SHORTEST_FRACTION || !hasRoom(goesRound ? toEnd + alignedLength : alignedLength)) {
            return NO_ROOM;
        }
        if (goesRound) {
            putHeader(index, PADDING_MSG_TYPE_ID, toEnd);
            position += toEnd;
            index = 0;
        }
        putHeader(index, RingReader.FRAME_TYPE, length + HEADER_LENGTH);
        tail = position + alignedLength;
        return ringAddress + index + HEADER_LENGTH;
    }

    private boolean hasRoom(final int bytes) {
        if (bytes <= capacity - (tail - knownHead)) {
            return true;
        }
        // Pairs with the consumer's release of its head: it has done with what is overwritten now.
        knownHead = ring.getLongVolatile(capacity + HEAD_POSITION_OFFSET);
        return bytes <= capacity - (tail - knownHead);
    }

    /** Length in the lower half, type in the upper. */
    private void putHeader(final int index, final int type, final int length) {
        NativeMemory.putLong(ringAddress + index, (long) type << TYPE_SHIFT | length);
    }
}
