package io.holdfast.packet.memory;

import io.holdfast.packet.NativeMemory;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** The producer of a one-to-one ring: writes a frame with a single copy, or refuses it. Single-threaded. */
final class RingWriter {
    private final OneToOneRingBuffer ring;
    private final long ringAddress;

    RingWriter(final UnsafeBuffer buffer) {
        ring = new OneToOneRingBuffer(buffer);
        ringAddress = buffer.addressOffset();
    }

    /** Copies a frame from native memory; false if the ring is full or the frame is too large for it. */
    boolean write(final long address, final int length) {
        final int index = claim(length);
        if (index < 0) {
            return false;
        }
        NativeMemory.copy(address, ringAddress + index, length);
        ring.commit(index);
        return true;
    }

    /** Copies a frame from an array; false if the ring is full or the frame is too large for it. */
    boolean write(final byte[] bytes, final int offset, final int length) {
        final int index = claim(length);
        if (index < 0) {
            return false;
        }
        NativeMemory.copyFromArray(bytes, offset, ringAddress + index, length);
        ring.commit(index);
        return true;
    }

    private int claim(final int length) {
        return length > ring.maxMsgLength() ? -1 : ring.tryClaim(RingReader.FRAME_TYPE, length);
    }
}
