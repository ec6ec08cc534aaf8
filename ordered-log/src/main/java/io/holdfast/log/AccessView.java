package io.holdfast.log;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the packed accesses of a record, one after the other; {@link AccessNotes} draws them.
 *
 * <p>{@link #wrap} checks all of them once; what it accepts can be read without further checks. Reused, by one thread.
 */
public final class AccessView {
    private static final int MAX_SHIFT = 63;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final int workers;
    private final int worker;
    private final int variables;
    private final long[] readers;
    private int offset;
    private int end;
    private int variable;
    private int kind;
    private long version;
    private boolean malformed;

    /**
     * Makes a view of one worker's accesses.
     *
     * @param variables of the node: greater numbers are malformed
     */
    public AccessView(final int worker, final int workers, final int variables) {
        this.worker = worker;
        this.workers = workers;
        this.variables = variables;
        readers = new long[workers];
    }

    /**
     * Points at packed accesses.
     *
     * @return how many there are, -1 if they are malformed
     */
    public int wrap(final DirectBuffer source, final int index, final int lengthBytes) {
        buffer.wrap(source, index, lengthBytes);
        end = lengthBytes;
        malformed = false;
        offset = 0;
        int count = 0;
        while (next()) {
            count++;
        }
        offset = 0;
        return malformed ? -1 : count;
    }

    /** Goes to the next access; false if there is none. */
    public boolean next() {
        if (offset >= end) {
            return false;
        }
        final long head = take();
        kind = (int) head & (1 << AccessNotes.KIND_BITS) - 1;
        final long number = head >>> AccessNotes.KIND_BITS;
        version = take();
        malformed |= number >= variables || kind > AccessNotes.WRITE_AFTER_READS || version < 0;
        variable = (int) number;
        for (int other = 0; other < workers; other++) {
            readers[other] = kind == AccessNotes.WRITE_AFTER_READS && other != worker ? take() : 0;
            malformed |= readers[other] < 0;
        }
        return !malformed;
    }

    private long take() {
        long number = 0;
        for (int shift = 0; shift <= MAX_SHIFT && offset < end; shift += 7) {
            final int next = buffer.getByte(offset++);
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        malformed = true;
        return 0;
    }

    public int variable() {
        return variable;
    }

    public boolean isWrite() {
        return kind != AccessNotes.READ;
    }

    /** Version that was read, or that was made. */
    public long version() {
        return version;
    }

    /** Of a write: the last burst of another worker that read the version before, 0 if none did. */
    public long reader(final int other) {
        return readers[other];
    }
}
