package io.holdfast.recovery;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How a replica became master, and when it came to each of the steps; monotonic, in nanoseconds. The view is decided while
 * the log is sealed and replayed, so these two come in either order.
 *
 * @param detection how the failure was noticed
 * @param detectedNs when it was
 * @param begunNs when it was decided to take over: from here on nothing is acknowledged
 * @param sealedNs when the log had been read to its end
 * @param lineNs when all workers stood at the recovery line
 * @param decidedNs when this node was known to be master: its view was written
 * @param replayedNs when both was done, and the workers were let go live
 */
record TakeoverTimes(
        String detection,
        long detectedNs,
        long begunNs,
        long sealedNs,
        long lineNs,
        long decidedNs,
        long replayedNs) {
    /** For people: how long after the detection each step was done. */
    String text(final long readyNs) {
        return "in " + afterMs(readyNs) + " ms: begun after " + afterMs(begunNs) + ", log sealed " + afterMs(sealedNs)
                + ", at the line " + afterMs(lineNs) + ", view written " + afterMs(decidedNs) + ", live "
                + afterMs(replayedNs) + ", announced " + afterMs(readyNs);
    }

    private String afterMs(final long ns) {
        return String.format(Locale.ROOT, "%.1f", (ns - detectedNs) / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }
}
