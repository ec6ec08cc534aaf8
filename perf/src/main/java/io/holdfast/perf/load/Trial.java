package io.holdfast.perf.load;

/**
 * What one span of traffic came to.
 *
 * @param sent packets of ours that the link took, or should have taken
 * @param refused of them, those that the link had no room for
 * @param counts of what came back
 * @param lengthNs from the first packet to the end of sending
 * @param busyNs until the last packet had come back, at most the drain's limit later
 * @param offeredPerSecond what the plan was, 0 for as many as the box takes
 * @param waitedShare of the generator's turns in which the box had as many packets as it may: with none of them the
 *     generator was the limit
 * @param lagMedianNs by how much packets were sent later than planned
 * @param lagMaxNs the worst of it
 */
public record Trial(
        long sent,
        long refused,
        MeterCounts counts,
        long lengthNs,
        long busyNs,
        double offeredPerSecond,
        double waitedShare,
        long lagMedianNs,
        long lagMaxNs) {
    private static final double NS_PER_SECOND = 1e9;

    /** This span and a further one with the same plan; of shares and lags the worse counts. */
    public Trial plus(final Trial other) {
        return new Trial(
                sent + other.sent,
                refused + other.refused,
                counts.plus(other.counts),
                lengthNs + other.lengthNs,
                busyNs + other.busyNs,
                offeredPerSecond,
                Math.min(waitedShare, other.waitedShare),
                Math.max(lagMedianNs, other.lagMedianNs),
                Math.max(lagMaxNs, other.lagMaxNs));
    }

    /** Packets that never came back. */
    public long lost() {
        return Math.max(0, sent - counts.arrived());
    }

    /** Whether every packet came back as it should. */
    public boolean isClean() {
        return sent == counts.good() && counts.arrived() == counts.good();
    }

    /** Packets per second that went through the box. */
    public double perSecond() {
        return counts.good() * NS_PER_SECOND / busyNs;
    }

    /** Packets per second that the generator sent. */
    public double sentPerSecond() {
        return sent * NS_PER_SECOND / lengthNs;
    }
}
