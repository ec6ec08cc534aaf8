package io.holdfast.recovery;

import org.agrona.concurrent.NanoClock;

/**
 * Whether held packets may leave now, as far as views and the lease have to say: looked at before every release, with
 * the clock of that moment. Set by the node's thread, asked by the workers'.
 */
public class ReleaseGate {
    /** Where nobody else can be master: always open. */
    public static final ReleaseGate OPEN = new ReleaseGate(() -> 0);

    private final NanoClock clock;
    private volatile long untilNs = Long.MAX_VALUE;

    ReleaseGate(final NanoClock clock) {
        this.clock = clock;
    }

    /** A gate that is shut until somebody opens it. */
    static ReleaseGate shut(final NanoClock clock) {
        final ReleaseGate gate = new ReleaseGate(clock);
        gate.openUntil(Long.MIN_VALUE);
        return gate;
    }

    /** For a test of the tests: a gate that nobody can shut. */
    static ReleaseGate broken(final NanoClock clock) {
        return new ReleaseGate(clock) {
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

    /** Whether packets may leave. A test of the tests overrides it. */
    public boolean isOpen() {
        final long until = untilNs;
        return until == Long.MAX_VALUE || until != Long.MIN_VALUE && until - clock.nanoTime() > 0;
    }
}
