package io.holdfast.recovery.view;

import java.util.concurrent.TimeUnit;

/**
 * How long a member waits for what.
 *
 * @param leaseNs L: for so long after a timestamp that its replica has echoed a master may release
 * @param registerNs for a majority to answer, before a proposal is given up or tried again
 * @param prepareNs for a candidate to store everything, or a replica to have replayed everything; packets wait meanwhile. A join
 *     that fails costs seconds without protection, so this is what a busy machine may need, not what it should take
 * @param retryNs before another proposal, after one was given up
 * @param startNs that a node waits per number before it starts a group, so that the first one does
 * @param helloNs between two greetings
 */
public record GroupTiming(long leaseNs, long registerNs, long prepareNs, long retryNs, long startNs, long helloNs) {
    public static final GroupTiming DEFAULT = new GroupTiming(
            TimeUnit.MILLISECONDS.toNanos(5),
            TimeUnit.MILLISECONDS.toNanos(100),
            TimeUnit.MILLISECONDS.toNanos(500),
            TimeUnit.MILLISECONDS.toNanos(10),
            TimeUnit.MILLISECONDS.toNanos(500),
            TimeUnit.MILLISECONDS.toNanos(10));

    public GroupTiming {
        for (final long ns : new long[] {leaseNs, registerNs, prepareNs, retryNs, startNs, helloNs}) {
            if (ns <= 0) {
                throw new IllegalArgumentException("times must be above 0 ns: " + leaseNs + ", " + registerNs + ", "
                        + prepareNs + ", " + retryNs + ", " + startNs + ", " + helloNs);
            }
        }
    }
}
