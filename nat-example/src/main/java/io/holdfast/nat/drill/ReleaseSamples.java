package io.holdfast.nat.drill;

import java.util.Arrays;

/**
 * How many frames two nodes had sent at times in a row, and whether they did so by turns only.
 *
 * <p>Once the one that was not master at the beginning has sent a frame, every frame of the other one is a release in
 * overlapping views. Between two samples nothing is told: frames of both in one interval may have been one after the
 * other, and are not counted.
 *
 * <p>Single-threaded.
 */
final class ReleaseSamples {
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] master = new long[FIRST_CAPACITY];
    private long[] other = new long[FIRST_CAPACITY];
    private int count;

    /**
     * Adds a sample.
     *
     * @param masterFrames sent so far by the node that is master at first; negative if unknown: as before
     * @param otherFrames the same of the other one
     */
    void add(final long masterFrames, final long otherFrames) {
        if (count == master.length) {
            master = Arrays.copyOf(master, 2 * count);
            other = Arrays.copyOf(other, 2 * count);
        }
        master[count] = known(masterFrames, master);
        other[count] = known(otherFrames, other);
        count++;
    }

    /** Frames of the first master after the other one's first frame. */
    long overlapping() {
        for (int i = 1; i < count; i++) {
            if (other[i] > other[0]) {
                return master[count - 1] - master[i];
            }
        }
        return 0;
    }

    /** Frames of both over all the time; nothing was watched if it is 0. */
    long total() {
        return count == 0 ? 0 : master[count - 1] - master[0] + other[count - 1] - other[0];
    }

    private long known(final long frames, final long[] before) {
        return frames >= 0 || count == 0 ? Math.max(0, frames) : before[count - 1];
    }
}
