package io.holdfast.perf.load;

/**
 * What the meter has counted so far, or in a span of time.
 *
 * @param good packets as they should be
 * @param late behind a later packet of their flow, or duplicates
 * @param misrouted at the wrong place, or wrongly translated
 * @param corrupted damaged
 * @param foreign frames that are none of ours
 * @param neighbour frames of address resolution
 */
public record MeterCounts(long good, long late, long misrouted, long corrupted, long foreign, long neighbour) {
    public MeterCounts minus(final MeterCounts before) {
        return new MeterCounts(
                good - before.good,
                late - before.late,
                misrouted - before.misrouted,
                corrupted - before.corrupted,
                foreign - before.foreign,
                neighbour - before.neighbour);
    }

    public MeterCounts plus(final MeterCounts other) {
        return new MeterCounts(
                good + other.good,
                late + other.late,
                misrouted + other.misrouted,
                corrupted + other.corrupted,
                foreign + other.foreign,
                neighbour + other.neighbour);
    }

    /** Packets of ours that have come back, good or not. */
    public long arrived() {
        return good + late + misrouted + corrupted;
    }
}
