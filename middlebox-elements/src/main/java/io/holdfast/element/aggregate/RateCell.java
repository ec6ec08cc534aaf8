package io.holdfast.element.aggregate;

import io.holdfast.packet.NativeMemory;

/**
 * A moving average of a rate in 24 bytes of a container's memory.
 *
 * <pre>
 *   0 bin | 8 in this bin | 16 average of a bin, 16 bits of it behind the point
 * </pre>
 *
 * <p>Time is cut into bins of 10 ms; a finished bin moves the average by a sixteenth of the difference.
 */
final class RateCell {
    static final int BYTES = 24;

    private static final int IN_BIN = 8;
    private static final int AVERAGE = 16;
    private static final long BIN_NS = 10_000_000L;
    private static final long BINS_PER_SECOND = 100;
    private static final int GAIN_SHIFT = 4;
    private static final int FRACTION_BITS = 16;
    private static final long HALF = 1L << FRACTION_BITS - 1;
    /** After so many bins nothing is left of an average. */
    private static final long FORGETTING_BINS = 1000;

    private RateCell() {}

    /** Counts something, inside a write access. */
    static void add(final long address, final long nowNs, final long amount) {
        final long bin = nowNs / BIN_NS;
        if (bin != NativeMemory.getLong(address)) {
            NativeMemory.putLong(address + AVERAGE, averageAt(address, bin));
            NativeMemory.putLong(address + IN_BIN, 0);
            NativeMemory.putLong(address, bin);
        }
        NativeMemory.putLong(address + IN_BIN, NativeMemory.getLong(address + IN_BIN) + amount);
    }

    /** The rate per second, of the bins that are finished; changes nothing. */
    static long perSecond(final long address, final long nowNs) {
        return averageAt(address, nowNs / BIN_NS) * BINS_PER_SECOND + HALF >> FRACTION_BITS;
    }

    private static long averageAt(final long address, final long bin) {
        final long passed = bin - NativeMemory.getLong(address);
        long average = NativeMemory.getLong(address + AVERAGE);
        if (passed > FORGETTING_BINS) {
            return 0;
        }
        long inBin = NativeMemory.getLong(address + IN_BIN) << FRACTION_BITS;
        for (long i = 0; i < passed; i++) {
            average += inBin - average >> GAIN_SHIFT;
            inBin = 0;
        }
        return average;
    }
}
