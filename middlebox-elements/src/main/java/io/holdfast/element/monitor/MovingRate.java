package io.holdfast.element.monitor;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;

/**
 * A rate, averaged with exponentially falling weights, as state.
 *
 * <p>Time is cut into bins of 10 ms. A finished bin's count moves the average by a sixteenth of the difference: a change
 * of rate is two thirds through after 160 ms. Units are the caller's: packets or bytes. 24 bytes.
 */
final class MovingRate {
    private static final long BIN_NS = 10_000_000L;
    private static final long BINS_PER_SECOND = 100;
    private static final int GAIN_SHIFT = 4;
    private static final int FRACTION_BITS = 16;
    private static final long HALF_BIN = 1L << FRACTION_BITS - 1;

    /** After so many bins without a packet nothing is left of an average. */
    private static final long FORGETTING_BINS = 1000;

    private static final int BIN = 0;
    private static final int IN_BIN = 1;
    private static final int AVERAGE = 2;
    private static final int NUMBERS = 3;

    private final LocalLongs state;

    /** Makes a rate of 0; during initialize. */
    MovingRate(final ElementContext context, final String name) {
        state = new LocalLongs(context, name, NUMBERS);
    }

    /** Counts something. */
    void add(final long nowNs, final long count) {
        advance(nowNs);
        state.add(IN_BIN, count);
    }

    /** The rate per second, of the bins that are finished. */
    long perSecond(final long nowNs) {
        advance(nowNs);
        return (state.get(AVERAGE) * BINS_PER_SECOND + HALF_BIN) >> FRACTION_BITS;
    }

    private void advance(final long nowNs) {
        final long bin = nowNs / BIN_NS;
        final long passed = bin - state.get(BIN);
        if (passed <= 0) {
            return;
        }
        long average = state.get(AVERAGE);
        if (passed > FORGETTING_BINS) {
            average = 0;
        } else {
            long inBin = state.get(IN_BIN) << FRACTION_BITS;
            for (long i = 0; i < passed; i++) {
                average += inBin - average >> GAIN_SHIFT;
                inBin = 0;
            }
        }
        state.set(AVERAGE, average);
        state.set(IN_BIN, 0);
        state.set(BIN, bin);
    }
}
