package io.holdfast.recovery;

import java.util.concurrent.TimeUnit;

/** How long forwarding stood still for a snapshot's sake, turn by turn: the longest, the last, how many. */
final class PauseSummary {
    private long count;
    private long lastNs;
    private long maxNs;
    private long totalNs;
    private String maxDoing = "";

    void reset() {
        count = 0;
        lastNs = 0;
        maxNs = 0;
        totalNs = 0;
    }

    /** Notes a pause, and what was being done in it. */
    void record(final long pauseNs, final String doing) {
        count++;
        lastNs = pauseNs;
        totalNs += pauseNs;
        if (pauseNs > maxNs) {
            maxNs = pauseNs;
            maxDoing = doing;
        }
    }

    /** What was being done in the longest pause. */
    String maxDoing() {
        return maxDoing;
    }

    /** Adds the numbers under a name, in microseconds. */
    void describe(final StatusBuilder status, final String name) {
        status.counter(name + ".max", TimeUnit.NANOSECONDS.toMicros(maxNs))
                .counter(name + ".last", TimeUnit.NANOSECONDS.toMicros(lastNs))
                .counter(name + ".total", TimeUnit.NANOSECONDS.toMicros(totalNs))
                .counter(name + ".count", count);
    }

    long maxNs() {
        return maxNs;
    }
}
