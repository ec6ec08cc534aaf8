package io.holdfast.recovery;

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
        String detection, long detectedNs, long begunNs, long sealedNs, long lineNs, long decidedNs, long replayedNs) {
    private static final long TENTHS = 10;
    private static final long TENTH_NS = TimeUnit.MILLISECONDS.toNanos(1) / TENTHS;

    /** For people: how long after the detection each step was done. */
    String text(final long readyNs) {
        return "in " + afterMs(readyNs) + " ms: begun after " + afterMs(begunNs) + ", log sealed " + afterMs(sealedNs)
                + ", at the line " + afterMs(lineNs) + ", view written " + afterMs(decidedNs) + ", live "
                + afterMs(replayedNs) + ", announced " + afterMs(readyNs);
    }

    /** For the status: with when the neighbours had been told, and when the first packet left; 0 if none has. */
    NodeStatus.Takeover withEnd(final long readyNs, final long firstPacketNs) {
        return new NodeStatus.Takeover(
                detectedNs, begunNs, sealedNs, lineNs, decidedNs, replayedNs, readyNs, firstPacketNs);
    }

    /** By hand: a formatter's classes are loaded at their first use, and packets wait meanwhile. */
    private String afterMs(final long ns) {
        final long tenths = (ns - detectedNs) / TENTH_NS;
        return tenths / TENTHS + "." + Math.abs(tenths % TENTHS);
    }
}
