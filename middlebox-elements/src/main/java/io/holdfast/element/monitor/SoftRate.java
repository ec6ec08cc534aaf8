package io.holdfast.element.monitor;

import io.holdfast.element.SoftState;

/**
 * A rate for people to read: the same average as {@link MovingRate}, but soft, so that counting changes no state. Nothing may
 * be decided by it. Used on the worker's thread.
 */
@SoftState("for people to read")
final class SoftRate {
    private static final long BIN_NS = 10_000_000L;
    private static final int BINS_PER_SECOND = 100;
    private static final double GAIN = 1.0 / 16;
    private static final long FORGETTING_BINS = 1000;

    private long bin;
    private long inBin;
    private double average;

    void add(final long nowNs, final long count) {
        if (nowNs / BIN_NS != bin) {
            advance(nowNs / BIN_NS);
        }
        inBin += count;
    }

    /** The rate per second, of the bins that are finished. */
    long perSecond(final long nowNs) {
        advance(nowNs / BIN_NS);
        return Math.round(average * BINS_PER_SECOND);
    }

    private void advance(final long newBin) {
        final long passed = newBin - bin;
        if (passed <= 0) {
            return;
        }
        average += (inBin - average) * GAIN;
        average = passed > FORGETTING_BINS ? 0 : average * Math.pow(1 - GAIN, passed - 1);
        inBin = 0;
        bin = newBin;
    }
}
