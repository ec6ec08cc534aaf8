package io.holdfast.recovery.worm;

/**
 * The number of one attempt to write: attempts with a higher one push lower ones aside.
 *
 * <p>No two attempts have the same ballot: a proposer counts its rounds up, and a restarted proposer is another one.
 *
 * @param round 1, 2, 3 ...; 0 in {@link #NONE} only
 * @param proposer who attempts, in one incarnation
 */
public record Ballot(long round, long proposer) implements Comparable<Ballot> {
    /** Lower than every attempt's. */
    public static final Ballot NONE = new Ballot(0, 0);

    @Override
    public int compareTo(final Ballot other) {
        final int byRound = Long.compare(round, other.round);
        return byRound != 0 ? byRound : Long.compare(proposer, other.proposer);
    }

    boolean isBelow(final Ballot other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return round + "@" + Long.toHexString(proposer);
    }
}
