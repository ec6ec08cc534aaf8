package io.holdfast.recovery.worm;

import java.util.random.RandomGenerator;

/**
 * What every operation of a client needs.
 *
 * @param members acceptors, numbered from 0
 * @param timing how patient it is
 * @param ballots the client's
 * @param random for back-off
 */
record OperationContext(int members, WormTiming timing, BallotSource ballots, RandomGenerator random) {
    OperationContext copy() {
        return new OperationContext(members, timing, ballots.copy(), random);
    }
}
