package io.holdfast.release;

import io.holdfast.log.StablePositions;
import java.util.Arrays;

/**
 * For every worker, the burst number that must be stable before something may leave the box (FTMB's VOR).
 *
 * <p>A worker has one, V[i]; with several workers each shared variable has one too. Not thread-safe: a worker's vector
 * is its own, a variable's is guarded by the variable's lock.
 */
public final class ReleaseVector {
    private final long[] bursts;

    /** A vector of zeros: nothing need be stable. */
    public ReleaseVector(final int workers) {
        bursts = new long[workers];
    }

    public int workers() {
        return bursts.length;
    }

    public long get(final int worker) {
        return bursts[worker];
    }

    /** Says that what follows depends on a burst of a worker. */
    public void raise(final int worker, final long burst) {
        bursts[worker] = Math.max(bursts[worker], burst);
    }

    /** Element-wise maximum. */
    public void merge(final ReleaseVector other) {
        for (int i = 0; i < bursts.length; i++) {
            bursts[i] = Math.max(bursts[i], other.bursts[i]);
        }
    }

    /** Element-wise maximum with the numbers that stand in an array from an index on. */
    public void mergeFrom(final long[] source, final int index) {
        for (int i = 0; i < bursts.length; i++) {
            bursts[i] = Math.max(bursts[i], source[index + i]);
        }
    }

    /** Forgets all dependencies, as at the start of a log epoch. */
    public void clear() {
        Arrays.fill(bursts, 0);
    }

    /** Whether everything named is stable. */
    public boolean isStable(final StablePositions stable) {
        for (int i = 0; i < bursts.length; i++) {
            if (stable.get(i) < bursts[i]) {
                return false;
            }
        }
        return true;
    }

    /** Writes the numbers into an array, from an index on. */
    public void copyTo(final long[] target, final int index) {
        System.arraycopy(bursts, 0, target, index, bursts.length);
    }
}
