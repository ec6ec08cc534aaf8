package io.holdfast.recovery.simulation;

import java.util.SplittableRandom;

/**
 * What a seed makes of a run, apart from who goes on when.
 *
 * @param workers of each node
 * @param isNat whether the graph is the address translator, rather than the program element
 * @param keepsWholePackets {@code capture: full}
 * @param packets that come in
 * @param crashAtProgress when the master dies, never if it is too great
 * @param cutAtProgress when the link is lost, never if it is too great
 * @param isLazy whether replay begins only at the take-over
 * @param holdPackets capacity of a hold queue
 * @param windowMessages of a log stream
 * @param ringAccesses that wait for replay at most, per worker
 */
record Plan(
        int workers,
        boolean isNat,
        boolean keepsWholePackets,
        int packets,
        long crashAtProgress,
        long cutAtProgress,
        boolean isLazy,
        int holdPackets,
        int windowMessages,
        int ringAccesses) {
    /** What one record can hold. */
    private static final int MIN_RING_ACCESSES = SimulatedLinks.ACCESS_BYTES / 2;

    private static final int LAZY_RING_ACCESSES = 4096;
    private static final int PROGRESS_PER_PACKET = 14;

    /** Whether the master dies, at the latest when all is at rest. */
    boolean crashes() {
        return crashAtProgress != Long.MAX_VALUE;
    }

    static Plan of(final SplittableRandom random, final int workers, final Canary canary) {
        final int packets = random.nextInt(8, 48);
        final long span = (long) packets * PROGRESS_PER_PACKET;
        final boolean crashes = random.nextInt(100) < 85;
        final long crash = crashes ? 1 + random.nextLong(span) : Long.MAX_VALUE;
        final boolean isLazy = crashes && random.nextInt(100) < 35;
        final boolean cuts = crashes && random.nextInt(100) < 25;
        return new Plan(
                workers,
                random.nextInt(100) < 25 && canary != Canary.CLOCK_OUTSIDE_THE_CONTEXT,
                random.nextInt(100) < 70,
                packets,
                crash,
                cuts ? random.nextLong(crash) : Long.MAX_VALUE,
                isLazy,
                random.nextBoolean() ? 256 : 512,
                2 << random.nextInt(4),
                isLazy ? LAZY_RING_ACCESSES : MIN_RING_ACCESSES << random.nextInt(3));
    }
}
