package io.holdfast.recovery.order;

import io.holdfast.release.ReleaseVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What belongs to each shared variable of a node: lock, version, release vector, reader marks.
 *
 * <pre>
 *   one variable, in cache lines of its own:
 *   | lock | version | V[X] of worker 0 .. W-1 | last burst of worker 0 .. W-1 that read the present version | unused |
 * </pre>
 *
 * <p><b>Theory of operation.</b> The lock word counts readers; a writer sets a bit that keeps new readers out, and
 * waits until those inside have left. So readers never wait for readers, and a writer never starves. The version and
 * the vector change only under the writer's lock. A reader writes nothing but its own mark, under the readers' lock; a
 * writer, who is alone, sees all marks and clears them: the version that they told about is over.
 *
 * <p>The version may be read without a lock: replay waits on it. Whoever sees a version with {@link #version} sees all
 * that was written to the variable before the version was made.
 *
 * <p>Used by all workers' threads. The workers' own numbering of variables is {@link io.holdfast.element.StateStore}'s.
 */
public final class VariableTable {
    /** Longs between neighbouring variables are a multiple of this: two cache lines, which are fetched as one. */
    private static final int PAD_LONGS = 16;

    private static final int LOCK = 0;
    private static final int VERSION = 1;
    private static final int VECTOR = 2;
    private static final long WRITER = 1L << 32;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final int variables;
    private final int workers;
    private final int stride;
    private final long[] words;

    public VariableTable(final int variables, final int workers) {
        this.variables = variables;
        this.workers = workers;
        stride = Math.ceilDiv(VECTOR + 2 * workers, PAD_LONGS) * PAD_LONGS;
        words = new long[Math.multiplyExact(variables + 2, stride)];
    }

    public int variables() {
        return variables;
    }

    public int workers() {
        return workers;
    }

    /** Waits until no writer is inside or waiting, then enters as a reader. */
    public void lockShared(final int variable, final Waiting waiting) {
        final int lock = base(variable) + LOCK;
        while (true) {
            final long seen = (long) ELEMENT.getOpaque(words, lock);
            // Acquires what the last writer's unlock released.
            if ((seen & WRITER) == 0 && ELEMENT.weakCompareAndSetAcquire(words, lock, seen, seen + 1)) {
                return;
            }
            waiting.pause();
        }
    }

    /** Leaves as a reader; releases the reader's mark to the next writer. */
    public void unlockShared(final int variable) {
        ELEMENT.getAndAddRelease(words, base(variable) + LOCK, -1L);
    }

    /** Keeps others out, and waits until those inside have left. */
    public void lockExclusive(final int variable, final Waiting waiting) {
        final int lock = base(variable) + LOCK;
        while (true) {
            final long seen = (long) ELEMENT.getOpaque(words, lock);
            if ((seen & WRITER) == 0 && ELEMENT.weakCompareAndSetAcquire(words, lock, seen, seen | WRITER)) {
                break;
            }
            waiting.pause();
        }
        while ((long) ELEMENT.getAcquire(words, lock) != WRITER) {
            waiting.pause();
        }
    }

    /** Leaves as the writer; releases all that was written to the next reader or writer. */
    public void unlockExclusive(final int variable) {
        ELEMENT.setRelease(words, base(variable) + LOCK, 0L);
    }

    /** How often the variable has been written in this epoch; acquires what {@link #makeVersion} released. */
    public long version(final int variable) {
        return (long) ELEMENT.getAcquire(words, base(variable) + VERSION);
    }

    /** Says that the next version is there, and releases it to those who wait for it. Under the lock, or in replay. */
    public void makeVersion(final int variable) {
        final int version = base(variable) + VERSION;
        ELEMENT.setRelease(words, version, words[version] + 1);
    }

    /** Merges V[X] into a worker's vector. Under either lock. */
    public void mergeInto(final int variable, final ReleaseVector vector) {
        vector.mergeFrom(words, base(variable) + VECTOR);
    }

    /** Sets V[X] to the writer's vector. Under the writer's lock. */
    public void publish(final int variable, final ReleaseVector vector) {
        vector.copyTo(words, base(variable) + VECTOR);
    }

    /** Marks that a worker reads the present version in a burst. Under either lock. */
    public void markReader(final int variable, final int worker, final long burst) {
        words[marksIndex(variable) + worker] = burst;
    }

    /** Forgets who read: there is a new version. Under the writer's lock. */
    public void clearReaders(final int variable) {
        final int marks = marksIndex(variable);
        Arrays.fill(words, marks, marks + workers, 0);
    }

    /** The words that {@link #marksIndex} points into; read under the writer's lock. */
    long[] words() {
        return words;
    }

    int marksIndex(final int variable) {
        return base(variable) + VECTOR + workers;
    }

    /**
     * Begins a log epoch: versions count from 0, nothing depends on anything, nobody has read. No worker may be inside
     * an access.
     */
    public void startEpoch() {
        Arrays.fill(words, 0);
        VarHandle.releaseFence();
    }

    private int base(final int variable) {
        return (variable + 1) * stride;
    }
}
