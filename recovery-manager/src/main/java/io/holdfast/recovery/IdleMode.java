package io.holdfast.recovery;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** What a node's thread does when a turn found no work. */
public enum IdleMode {
    /** Keeps a core of its own: lowest latency. */
    SPIN {
        @Override
        public IdleStrategy strategy() {
            return BusySpinIdleStrategy.INSTANCE;
        }
    },
    /** Lets others run and comes back: right where cores are shared. */
    YIELD {
        @Override
        public IdleStrategy strategy() {
            return YieldingIdleStrategy.INSTANCE;
        }
    },
    /** Sleeps for up to 100 µs: saves power, costs latency. */
    PARK {
        @Override
        public IdleStrategy strategy() {
            return new BackoffIdleStrategy(10, 2, 1_000, 100_000);
        }
    };

    public abstract IdleStrategy strategy();
}
