package io.holdfast.nat.run;

import org.agrona.concurrent.OffsetEpochNanoClock;

/** The time of a run: the machine's, or one that only goes on when nothing else is to be done. */
public interface RunClock {
    /** Nanoseconds of the epoch. */
    long nowNs();

    /** Says that nothing is to be done before a time; whether the clock went there. */
    boolean skipTo(long timeNs);

    /** The machine's time. */
    static RunClock real() {
        final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
        return new RunClock() {
            @Override
            public long nowNs() {
                return clock.nanoTime();
            }

            @Override
            public boolean skipTo(final long timeNs) {
                return false;
            }
        };
    }

    /** Simulated time, which jumps from one deadline to the next. */
    static RunClock simulated(final long startNs) {
        return new RunClock() {
            private long timeNs = startNs;

            @Override
            public long nowNs() {
                return timeNs;
            }

            @Override
            public boolean skipTo(final long newTimeNs) {
                timeNs = Math.max(timeNs, newTimeNs);
                return true;
            }
        };
    }
}
