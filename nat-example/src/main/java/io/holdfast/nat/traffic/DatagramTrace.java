package io.holdfast.nat.traffic;

import java.util.Arrays;

/**
 * When each numbered datagram of one flow passed one point.
 *
 * <p>Bounded: numbers of {@link #MAX_NUMBERS} and above are counted in {@link #beyondLimit()} only.
 */
final class DatagramTrace {
    /** Some 20 minutes at 200 datagrams a second. */
    static final int MAX_NUMBERS = 1 << 18;

    private static final int INITIAL_NUMBERS = 1 << 10;

    private long[] timesNs = newTimes(INITIAL_NUMBERS);
    private int highestNumber = -1;
    private long count;
    private long duplicates;
    private long reordered;
    private long beyondLimit;

    /**
     * Notes that a datagram passed. The first time counts; later ones are duplicates.
     *
     * @return true if it was the first with this number
     */
    boolean record(final long number, final long timeNs) {
        if (number < 0 || number >= MAX_NUMBERS) {
            beyondLimit++;
            return false;
        }
        final int index = (int) number;
        ensureCapacity(index);
        if (timesNs[index] != FlowRecord.NEVER) {
            duplicates++;
            return false;
        }
        timesNs[index] = timeNs;
        count++;
        if (index < highestNumber) {
            reordered++;
        } else {
            highestNumber = index;
        }
        return true;
    }

    /** The first time of each number, {@link FlowRecord#NEVER} where none passed; a copy. */
    long[] timesNs() {
        return Arrays.copyOf(timesNs, highestNumber + 1);
    }

    /** Different numbers that passed. */
    long count() {
        return count;
    }

    long duplicates() {
        return duplicates;
    }

    /** Datagrams that passed for the first time after one with a higher number. */
    long reordered() {
        return reordered;
    }

    long beyondLimit() {
        return beyondLimit;
    }

    private void ensureCapacity(final int index) {
        if (index >= timesNs.length) {
            final long[] longer = newTimes(Math.max(index + 1, 2 * timesNs.length));
            System.arraycopy(timesNs, 0, longer, 0, timesNs.length);
            timesNs = longer;
        }
    }

    private static long[] newTimes(final int length) {
        final long[] times = new long[length];
        Arrays.fill(times, FlowRecord.NEVER);
        return times;
    }
}
