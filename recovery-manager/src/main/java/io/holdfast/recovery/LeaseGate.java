package io.holdfast.recovery;

import io.holdfast.release.ReleaseGate;
import org.agrona.concurrent.NanoClock;

/**
 * Open as far as views and the lease have to say, by the clock of the moment in which it is asked. Set by the node's thread,
 * asked by the workers'.
 */
class LeaseGate implements ReleaseGate {
    private final NanoClock clock;
    private volatile long untilNs = Long.MAX_VALUE;

    LeaseGate(final NanoClock clock) {
        this.clock = clock;
    }

    /** A gate that is shut until somebody opens it. */
    static LeaseGate shut(final NanoClock clock) {
        final LeaseGate gate = new LeaseGate(clock);
        gate.openUntil(Long.MIN_VALUE);
        return gate;
    }

    /** For a test of the tests: a gate that nobody can shut. */
    static LeaseGate broken(final NanoClock clock) {
        return new LeaseGate(clock) {
            @Override
            public boolean isOpen() {
                return true;
            }
        };
    }

    /** Open until then, by the node's clock; Long.MAX_VALUE for ever. */
    final void openUntil(final long newUntilNs) {
        untilNs = newUntilNs;
    }

    /** A test of the tests overrides it. */
    @Override
    public boolean isOpen() {
        final long until = untilNs;
        return until == Long.MAX_VALUE || until != Long.MIN_VALUE && until - clock.nanoTime() > 0;
    }
}
