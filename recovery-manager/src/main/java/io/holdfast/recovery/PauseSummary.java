package io.holdfast.recovery;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long forwarding stood still for a snapshot's sake, turn by turn: the longest, the last, how many, a histogram. */
final class PauseSummary {
    /** Upper ends of the histogram's classes, in microseconds; the last but one is the budget of a pause. */
    private static final long[] CLASS_ENDS_US = {100, 500, 1000, 2000, 5000};

    private final long[] classes = new long[CLASS_ENDS_US.length + 1];
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
        Arrays.fill(classes, 0);
    }

    /** Notes a pause, and what was being done in it. */
    void record(final long pauseNs, final String doing) {
        count++;
        lastNs = pauseNs;
        totalNs += pauseNs;
        classes[classOf(TimeUnit.NANOSECONDS.toMicros(pauseNs))]++;
        if (pauseNs > maxNs) {
            maxNs = pauseNs;
            maxDoing = doing;
        }
    }

    private static int classOf(final long pauseUs) {
        int number = 0;
        while (number < CLASS_ENDS_US.length && pauseUs > CLASS_ENDS_US[number]) {
            number++;
        }
        return number;
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
        for (int i = 0; i < CLASS_ENDS_US.length; i++) {
            status.counter(name + ".upTo" + CLASS_ENDS_US[i], classes[i]);
        }
        status.counter(name + ".longer", classes[CLASS_ENDS_US.length]);
    }

    long maxNs() {
        return maxNs;
    }
}
