package io.holdfast.recovery.worm;

import java.util.List;
import org.agrona.concurrent.NanoClock;

/** A rule of the registers taken back: what checks them must find it. */
enum WormCanary {
    /** An acceptor accepts without asking whether a higher attempt was promised. */
    ACCEPTS_WITHOUT_TOKEN,
    /** An acceptor answers before its journal is on the disk. */
    FORGETS_TO_FORCE,
    /** An acceptor promises, but does not say what it has accepted before. */
    HIDES_WHAT_IT_HOLDS,
    /** Two proposers, or one before and after its restart, have the same ballots. */
    REUSES_BALLOTS;

    /** An acceptor that may have this flaw. */
    static Acceptor acceptor(
            final WormCanary canary,
            final Journal journal,
            final RegisterStore store,
            final WormLimits limits,
            final NanoClock clock,
            final WormNetwork network) {
        final WormNetwork out = canary == HIDES_WHAT_IT_HOLDS ? hiding(network) : network;
        if (canary != ACCEPTS_WITHOUT_TOKEN && canary != REUSES_BALLOTS) {
            return new Acceptor(journal, store, limits, clock, out);
        }
        return new Acceptor(journal, store, limits, clock, out) {
            @Override
            boolean mayAccept(final RegisterState state, final Ballot ballot, final RegisterValue value) {
                // With ballots used twice, an acceptor that compares values would hide the flaw at times.
                return canary == ACCEPTS_WITHOUT_TOKEN || !ballot.isBelow(state.promised);
            }
        };
    }

    private static WormNetwork hiding(final WormNetwork network) {
        return (member, message) -> network.send(
                member,
                message instanceof WormMessage.Promise m
                        ? new WormMessage.Promise(m.request(), m.range(), m.ballot(), List.of())
                        : message);
    }
}
