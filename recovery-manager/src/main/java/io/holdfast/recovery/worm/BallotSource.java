package io.holdfast.recovery.worm;

/** Gives a proposer its ballots, none of them twice. Used by the proposer's thread. */
final class BallotSource {
    private final long proposer;
    private long round;

    BallotSource(final long proposer) {
        this(proposer, 0);
    }

    private BallotSource(final long proposer, final long round) {
        this.proposer = proposer;
        this.round = round;
    }

    BallotSource copy() {
        return new BallotSource(proposer, round);
    }

    /** A ballot above one that stood in the way, and above all before. */
    Ballot next(final Ballot above) {
        round = Math.max(round, above.round()) + 1;
        return new Ballot(round, proposer);
    }

    long round() {
        return round;
    }

    long proposer() {
        return proposer;
    }
}
