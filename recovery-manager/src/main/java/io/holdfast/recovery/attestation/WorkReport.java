package io.holdfast.recovery.attestation;

/**
 * What a node says of its own work; others test it. Progress is in numbers that grow, so that a node which only goes on
 * talking is found out.
 *
 * @param number grows with each report of one incarnation
 * @param epochNs wall clock, since 1970
 * @param workerTurns turns of each worker's loop, which come with and without traffic
 * @param logPosition bursts logged by all workers
 * @param logOwed whether a worker has input that it does not take because its log or hold queue has no room
 * @param storedPosition bursts stored and acknowledged, for a replica
 * @param replayedPosition bursts replayed, for a replica
 * @param receivedPosition bursts that came, for a replica; what is stored and replayed follows it
 * @param portsDown ports of the settings whose link is down
 * @param neighbourSilenceNs since a neighbour answered on the port where that is longest ago; 0 where none is asked
 * @param diskWaitNs for which the oldest unfinished write to disk has waited; 0 if there is none
 * @param isClockSteady whether its wall clock has gone on lately as its monotonic clock has
 * @param isLeaving whether a person has it take no part
 */
public record WorkReport(
        long number,
        long epochNs,
        long[] workerTurns,
        long logPosition,
        boolean logOwed,
        long storedPosition,
        long replayedPosition,
        long receivedPosition,
        int portsDown,
        long neighbourSilenceNs,
        long diskWaitNs,
        boolean isClockSteady,
        boolean isLeaving) {
    /** Of workers that a report can tell. */
    public static final int MAX_WORKERS = 256;

    /** Checks. */
    public WorkReport {
        if (workerTurns.length > MAX_WORKERS) {
            throw new IllegalArgumentException(
                    "a report has at most " + MAX_WORKERS + " workers: " + workerTurns.length);
        }
    }

    /** The same, numbered. */
    WorkReport withNumber(final long next, final long nowEpochNs) {
        return new WorkReport(
                next,
                nowEpochNs,
                workerTurns,
                logPosition,
                logOwed,
                storedPosition,
                replayedPosition,
                receivedPosition,
                portsDown,
                neighbourSilenceNs,
                diskWaitNs,
                isClockSteady,
                isLeaving);
    }
}
