package io.holdfast.nat.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Answers counted and timed, bin by bin.
 *
 * <p>Bins without an answer are left out. Bounded by {@link #MAX_BINS}; what comes later is not kept.
 */
public final class Timeline {
    /** Length of a bin: 10 ms. */
    public static final long BIN_NS = 10_000_000;

    /** One hour. */
    static final int MAX_BINS = 360_000;

    private static final int INITIAL_MESSAGES = 256;

    private final List<TimelineBin> bins = new ArrayList<>();
    private long[] roundTripsNs = new long[INITIAL_MESSAGES];
    private int count;
    private long binNumber;

    /** Notes one answer; times may not go back by more than a bin. */
    void record(final long nowNs, final long roundTripNs) {
        final long number = Math.floorDiv(nowNs, BIN_NS);
        if (number != binNumber) {
            closeBin();
            binNumber = number;
        }
        if (count == roundTripsNs.length) {
            roundTripsNs = Arrays.copyOf(roundTripsNs, 2 * count);
        }
        roundTripsNs[count++] = roundTripNs;
    }

    /** All bins so far, in order of time. */
    List<TimelineBin> bins() {
        closeBin();
        return List.copyOf(bins);
    }

    private void closeBin() {
        if (count > 0 && bins.size() < MAX_BINS) {
            Arrays.sort(roundTripsNs, 0, count);
            bins.add(new TimelineBin(binNumber * BIN_NS, count, roundTripsNs[count / 2], roundTripsNs[count - 1]));
        }
        count = 0;
    }
}
