package io.holdfast.log;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The accesses of the burst at hand, packed as they happen.
 *
 * <pre>
 *   read:                    variable &lt;&lt; 2      | version seen
 *   write, nobody had read:  variable &lt;&lt; 2 | 1  | version made
 *   write, with readers:     variable &lt;&lt; 2 | 2  | version made | per other worker, in order: last burst that read, 0 if none
 * </pre>
 *
 * <p>All numbers are variable-length: seven bits per byte, the lowest first. Bounded: a burst whose accesses do not
 * fit breaks an invariant of the node's settings, and the node stops before the burst's record is sent; nothing that
 * the burst caused has then left the box. One per worker, used by its thread.
 */
public final class AccessNotes {
    /** The notes of a worker that has no others, whose order needs no entry: always empty. */
    public static final AccessNotes NONE = new AccessNotes(1, 0);

    static final int READ = 0;
    static final int WRITE = 1;
    static final int WRITE_AFTER_READS = 2;
    static final int KIND_BITS = 2;

    /** Shortest entry: one byte for the variable, one for the version. */
    public static final int MIN_ENTRY_BYTES = 2;

    private static final int MAX_INT_BYTES = 5;
    private static final int MAX_LONG_BYTES = 10;
    private static final int LOW_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final UnsafeBuffer buffer;
    private final int workers;
    private final int capacityBytes;
    private final int maxEntryBytes;
    private final int[] ends;
    private final byte[] actors;
    private int entries;
    private int lengthBytes;

    /**
     * Makes empty notes.
     *
     * @param workers of the node
     * @param capacityBytes most bytes of one burst's accesses
     */
    public AccessNotes(final int workers, final int capacityBytes) {
        this.workers = workers;
        this.capacityBytes = capacityBytes;
        maxEntryBytes = MAX_INT_BYTES + workers * MAX_LONG_BYTES;
        buffer = new UnsafeBuffer(new byte[capacityBytes]);
        ends = new int[capacityBytes / MIN_ENTRY_BYTES];
        actors = new byte[ends.length];
    }

    /** Starts a burst. */
    public void reset() {
        lengthBytes = 0;
        entries = 0;
    }

    /** Says for which packet the entry noted last was made. */
    public void by(final BurstWrites writes) {
        actors[entries] = (byte) writes.actor();
        ends[entries++] = lengthBytes;
    }

    /** Lets go of the entries of packets that are not kept. */
    public void keep(final long kept) {
        int begin = 0;
        int length = 0;
        for (int i = 0; i < entries; i++) {
            final int entryBytes = ends[i] - begin;
            if (BurstWrites.isKept(kept, actors[i])) {
                buffer.putBytes(length, buffer, begin, entryBytes);
                length += entryBytes;
            }
            begin = ends[i];
        }
        lengthBytes = length;
        entries = 0;
    }

    /** Notes that a version was read. */
    public void read(final int variable, final long version) {
        put((long) variable << KIND_BITS | READ);
        put(version);
    }

    /**
     * Notes that a version was made.
     *
     * @param worker that made it
     * @param marks holds, from an index on, each worker's last burst that read the version before, 0 if none
     */
    public void write(final int variable, final long version, final int worker, final long[] marks, final int index) {
        final boolean hasReaders = hasReaders(worker, marks, index);
        put((long) variable << KIND_BITS | (hasReaders ? WRITE_AFTER_READS : WRITE));
        put(version);
        for (int other = 0; hasReaders && other < workers; other++) {
            if (other != worker) {
                put(marks[index + other]);
            }
        }
    }

    private boolean hasReaders(final int worker, final long[] marks, final int index) {
        long any = 0;
        for (int other = 0; other < workers; other++) {
            any |= other == worker ? 0 : marks[index + other];
        }
        return any != 0;
    }

    /**
     * Makes sure that one more access can be noted; called before each, and before any lock is taken.
     *
     * @throws IllegalStateException if it cannot, with the setting's name
     */
    public void requireRoom() {
        if (lengthBytes + maxEntryBytes > capacityBytes) {
            throw new IllegalStateException(
                    "the accesses of one burst do not fit into a record: log.accessBytes = " + capacityBytes);
        }
    }

    private void put(final long number) {
        long rest = number;
        while ((rest & ~LOW_BITS) != 0) {
            buffer.putByte(lengthBytes++, (byte) (rest & LOW_BITS | MORE));
            rest >>>= 7;
        }
        buffer.putByte(lengthBytes++, (byte) rest);
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    public int capacityBytes() {
        return capacityBytes;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    void copyTo(final MutableDirectBuffer target, final int index) {
        target.putBytes(index, buffer, 0, lengthBytes);
    }
}
