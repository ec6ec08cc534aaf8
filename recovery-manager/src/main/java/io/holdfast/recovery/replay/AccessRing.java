package io.holdfast.recovery.replay;

import io.holdfast.log.AccessView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.BitUtil;

/**
 * The logged accesses of one worker that wait for replay, in order, bounded.
 *
 * <pre>
 *      done                    pending                     free
 *  ───────────────┬──────────────────────────────┬──────────────────────
 *                 │ position                     │ end
 *  ───────────────┴──────────────────────────────┴──────────────────────
 *    own replay moves it                the storing thread moves it
 * </pre>
 *
 * <p>Accesses are numbered from 0 through the epoch, and an access is done when it has <em>ended</em>. Three kinds of
 * threads meet here: the storing one appends, the worker's replay goes through, and other workers' replay asks whether
 * a read is still pending. An asker may look at a place while it is used again; that can only happen to an access that
 * is done meanwhile, which the asker finds out by looking at the position again.
 */
public final class AccessRing {
    private static final int WRITE_BIT = 1;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    // Where the cursors stand in their array: replay's in cache lines of its own, the storing thread's two together.
    private static final int POSITION = 16;
    private static final int END = 32;
    private static final int HEARD = 33;
    private static final int CURSOR_LONGS = 48;

    private final int worker;
    private final int workers;
    private final int mask;
    private final long[] heads;
    private final long[] versions;
    private final long[] bursts;
    private final long[] readers;
    private final long[] cursors = new long[CURSOR_LONGS];

    /**
     * Makes an empty ring.
     *
     * @param capacityAccesses a power of two, at least as many as one record can hold
     */
    public AccessRing(final int worker, final int workers, final int capacityAccesses) {
        if (!BitUtil.isPowerOfTwo(capacityAccesses)) {
            throw new IllegalArgumentException("capacityAccesses must be a power of two: " + capacityAccesses);
        }
        this.worker = worker;
        this.workers = workers;
        mask = capacityAccesses - 1;
        heads = new long[capacityAccesses];
        versions = new long[capacityAccesses];
        bursts = new long[capacityAccesses];
        readers = new long[capacityAccesses * workers];
    }

    /** Whose accesses these are. */
    public int worker() {
        return worker;
    }

    public int capacityAccesses() {
        return mask + 1;
    }

    /** Whether so many accesses can be appended. Called by the storing thread. */
    public boolean hasRoom(final int accesses) {
        return cursors[END] + accesses - position() <= capacityAccesses();
    }

    /**
     * Appends the accesses of a record, before the record itself is handed to replay; the caller has made sure of the
     * room. Called by the storing thread.
     */
    public void append(final long burst, final AccessView accesses) {
        long sequence = cursors[END];
        while (accesses.next()) {
            final int index = (int) sequence & mask;
            heads[index] = (long) accesses.variable() << 1 | (accesses.isWrite() ? WRITE_BIT : 0);
            versions[index] = accesses.version();
            bursts[index] = burst;
            for (int other = 0; other < workers; other++) {
                readers[index * workers + other] = accesses.reader(other);
            }
            sequence++;
        }
        assert sequence - position() <= capacityAccesses() : "no room was made sure of";
        // Releases the entries to the worker's replay and to askers.
        ELEMENT.setRelease(cursors, END, sequence);
        heardOf(burst);
    }

    /** Says that all accesses up to this burst have been appended: a record or a heartbeat went past it. */
    public void heardOf(final long burst) {
        if (burst > cursors[HEARD]) {
            ELEMENT.setRelease(cursors, HEARD, burst);
        }
    }

    /** Last burst that is known to have no accesses but those appended; acquires them. */
    public long heardBurst() {
        return (long) ELEMENT.getAcquire(cursors, HEARD);
    }

    /** Number of the first access that is not done; acquires what the done ones did. */
    public long position() {
        return (long) ELEMENT.getAcquire(cursors, POSITION);
    }

    /** Behind the last access appended. */
    public long end() {
        return (long) ELEMENT.getAcquire(cursors, END);
    }

    /** The access at the position has ended; releases what it did. Called by the worker's replay. */
    public void advance() {
        ELEMENT.setRelease(cursors, POSITION, cursors[POSITION] + 1);
    }

    public boolean isWrite(final long sequence) {
        return (heads[(int) sequence & mask] & WRITE_BIT) != 0;
    }

    public int variable(final long sequence) {
        return (int) (heads[(int) sequence & mask] >>> 1);
    }

    /** Version read, or made. */
    public long version(final long sequence) {
        return versions[(int) sequence & mask];
    }

    public long burst(final long sequence) {
        return bursts[(int) sequence & mask];
    }

    /** Of a write: the last burst of another worker that read the version before, 0 if none did. */
    public long reader(final long sequence, final int other) {
        return readers[((int) sequence & mask) * workers + other];
    }

    /**
     * Whether a read of a version is not done yet, in the bursts up to one, before a line. Called by other workers'
     * replay.
     */
    boolean hasPendingRead(final int variable, final long version, final long lastBurst, final long line) {
        final long head = (long) variable << 1;
        while (true) {
            final long from = position();
            final long to = Math.min(end(), line);
            for (long sequence = from; sequence < to && burst(sequence) <= lastBurst; sequence++) {
                if (heads[(int) sequence & mask] == head && version(sequence) == version) {
                    return true;
                }
            }
            // Orders the reads above before the next look at the position: if it stands, no place was used again.
            VarHandle.loadLoadFence();
            if (position() == from) {
                return false;
            }
        }
    }
}
