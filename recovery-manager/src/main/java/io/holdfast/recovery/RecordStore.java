package io.holdfast.recovery;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.holdfast.log.MessageHandler;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The records of one worker that are stored and not yet replayed; bounded.
 *
 * <pre>
 *   places (Disruptor)    replayed             to be replayed               free
 *                     ───────────────┬──────────────────────────────┬──────────────────
 *                                    │ replayed                     │ cursor: stored, may be acknowledged
 *                     ───────────────┴──────────────────────────────┴──────────────────
 *   bytes                  free      │ freed                        │ tail   free
 * </pre>
 *
 * <p>Theory of operation. A record's bytes lie in one piece in a ring of bytes, and a place of a Disruptor's ring says
 * where. The storing thread publishes the place, which acquires its acknowledgement at once, or when the disk has it, too
 * ({@code durability}): being stored in this memory is what an acknowledgement promises. Replay follows behind on whatever
 * thread, and only it makes room: it gates the ring. Nobody waits here: who finds nothing, or no room, does something
 * else, so stages may share a thread. Full is who has no place left, or no room for the longest record.
 *
 * <p>One thread stores and one replays; they may be the same.
 */
public final class RecordStore {
    /** A place for each so many bytes; short records fill the places first, long ones the bytes. */
    static final int BYTES_PER_PLACE = 256;

    private static final int MIN_RECORDS = 8;

    /** Where a record lies. */
    private static final class Place {
        private int offset;
        private int lengthBytes;
        /** Of all bytes ever used, those up to the record's end. */
        private long end;
    }

    private final RingBuffer<Place> ring;
    private final SequenceBarrier stored;
    private final Sequence replayed = new Sequence();
    /** Of all bytes ever used, those that are free again; releases them to the storing thread. */
    private final Sequence freed = new Sequence(0);

    private final UnsafeBuffer bytes;
    private final int capacityBytes;
    private final int maxRecordBytes;
    private long tail;
    private long fullCount;

    /**
     * Makes an empty store.
     *
     * @param capacityBytes a power of two
     * @param maxRecordBytes longest record that will be stored
     */
    public RecordStore(final int capacityBytes, final int maxRecordBytes) {
        if (!BitUtil.isPowerOfTwo(capacityBytes) || maxRecordBytes > capacityBytes / MIN_RECORDS) {
            throw new IllegalArgumentException("log.storeBytes must be a power of two, and at least " + MIN_RECORDS
                    + " records of " + maxRecordBytes + " bytes: " + capacityBytes);
        }
        this.capacityBytes = capacityBytes;
        this.maxRecordBytes = maxRecordBytes;
        bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(capacityBytes));
        ring = RingBuffer.createSingleProducer(
                Place::new, Math.max(MIN_RECORDS, capacityBytes / BYTES_PER_PLACE), new YieldingWaitStrategy());
        ring.addGatingSequences(replayed);
        stored = ring.newBarrier();
    }

    /** Whether a record of any legal length can be stored; counts if not. Called by the thread that stores. */
    public boolean hasRoom() {
        if (fits(maxRecordBytes)) {
            return true;
        }
        fullCount++;
        return false;
    }

    /** Whether {@link #hasRoom}, without counting. Called by the thread that stores. */
    public boolean isFull() {
        return !fits(maxRecordBytes);
    }

    private boolean fits(final int lengthBytes) {
        return ring.hasAvailableCapacity(1) && end(lengthBytes) - freed.get() <= capacityBytes;
    }

    /** Behind a record of this length that is stored next. */
    private long end(final int lengthBytes) {
        return begin(lengthBytes) + BitUtil.align(lengthBytes, Long.BYTES);
    }

    /** A record that does not fit before the ring's end leaves the rest of it unused. */
    private long begin(final int lengthBytes) {
        final int before = capacityBytes - ((int) tail & (capacityBytes - 1));
        return lengthBytes <= before ? tail : tail + before;
    }

    /** Stores a record, for which there is room, and publishes it to replay. Called by the thread that stores. */
    public void store(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (!fits(lengthBytes)) {
            throw new IllegalStateException("record store is full although it had room");
        }
        final long sequence = ring.next();
        final Place place = ring.get(sequence);
        place.offset = (int) begin(lengthBytes) & (capacityBytes - 1);
        place.lengthBytes = lengthBytes;
        place.end = end(lengthBytes);
        tail = place.end;
        bytes.putBytes(place.offset, buffer, offset, lengthBytes);
        ring.publish(sequence);
    }

    /**
     * Hands the oldest records over, each of which is gone when the handler returns. Called by the thread that replays.
     *
     * @return their number
     */
    public int read(final MessageHandler handler, final int limit) {
        final long first = replayed.get() + 1;
        final long end = Math.min(stored.getCursor(), first + limit - 1);
        for (long sequence = first; sequence <= end; sequence++) {
            final Place place = ring.get(sequence);
            final long placeEnd = place.end;
            handler.onMessage(bytes, place.offset, place.lengthBytes);
            // The bytes first: who sees the place free may use both.
            freed.set(placeEnd);
            replayed.set(sequence);
        }
        return (int) Math.max(0, end - first + 1);
    }

    /** Whether no record waits for replay; any thread may ask. */
    public boolean isEmpty() {
        return replayed.get() == ring.getCursor();
    }

    /** Records that wait for replay; any thread may ask. */
    public int records() {
        return (int) (ring.getCursor() - replayed.get());
    }

    /** Bytes of records that wait for replay. Called by the thread that stores. */
    public int sizeBytes() {
        return (int) (tail - freed.get());
    }

    /** How often something was not taken in because there was no room. Called by the thread that stores. */
    public long fullCount() {
        return fullCount;
    }
}
