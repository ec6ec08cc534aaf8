package io.holdfast.recovery;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The records of one worker that are stored and not yet replayed; bounded.
 *
 * <p>One thread stores and one replays; they may be the same. Storing in the node's memory is what an acknowledgement
 * promises ({@code durability: memory}).
 */
public final class RecordStore {
    private static final int RECORD_TYPE = 1;

    private final OneToOneRingBuffer ring;
    private final int maxRecordBytes;

    /**
     * Makes an empty store.
     *
     * @param capacityBytes a power of two
     * @param maxRecordBytes longest record that will be stored
     */
    public RecordStore(final int capacityBytes, final int maxRecordBytes) {
        ring = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH)));
        this.maxRecordBytes = maxRecordBytes;
        if (maxRecordBytes > ring.maxMsgLength()) {
            throw new IllegalArgumentException(
                    "log.storeBytes must be at least 8 records of " + maxRecordBytes + " bytes: " + capacityBytes);
        }
    }

    /** Whether a record of any legal length can be stored. */
    public boolean hasRoom() {
        // A record that does not fit before the ring's end leaves the rest of it unused.
        return ring.capacity() - ring.size() > 2 * (maxRecordBytes + 16);
    }

    public void store(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (!ring.write(RECORD_TYPE, buffer, offset, lengthBytes)) {
            throw new IllegalStateException("record store is full although it had room");
        }
    }

    /** Hands the oldest records over, which are gone then; returns their number. */
    public int read(final MessageHandler handler, final int limit) {
        return ring.read(handler, limit);
    }

    /** Whether no record waits for replay. */
    public boolean isEmpty() {
        return ring.size() == 0;
    }

    /** Bytes of records that wait for replay. */
    public int sizeBytes() {
        return ring.size();
    }
}
