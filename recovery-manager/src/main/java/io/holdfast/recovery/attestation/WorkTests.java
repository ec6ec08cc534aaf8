package io.holdfast.recovery.attestation;

/**
 * The tests of a node's work. Each is one condition that must hold, and has a limit in nanoseconds for how long it may
 * not.
 */
public final class WorkTests {
    private WorkTests() {}

    /** Every worker's loop turns; a worker that hangs is a failure although the node goes on reporting. */
    public static CorrectnessTest workersTurn(final long limitNs) {
        return new CorrectnessTest() {
            private Progress[] workers = new Progress[0];

            @Override
            public Finding test(final WorkReport report, final long nowNs, final long epochNs) {
                final long[] turns = report.workerTurns();
                if (workers.length != turns.length) {
                    workers = new Progress[turns.length];
                    java.util.Arrays.setAll(workers, i -> new Progress(limitNs));
                }
                boolean stuck = false;
                for (int i = 0; i < turns.length; i++) {
                    stuck |= workers[i].isStuck(turns[i], true, nowNs);
                }
                return stuck ? Finding.STUCK : Finding.WORKS;
            }
        };
    }

    /** The log goes on while input waits for it. */
    public static CorrectnessTest logAdvances(final long limitNs) {
        final Progress log = new Progress(limitNs);
        return (report, nowNs, epochNs) -> stuck(log.isStuck(report.logPosition(), report.logOwed(), nowNs));
    }

    /** A replica stores and acknowledges what came. */
    public static CorrectnessTest acknowledgementsAdvance(final long limitNs) {
        final Progress stored = new Progress(limitNs);
        return (report, nowNs, epochNs) -> stuck(
                stored.isStuck(report.storedPosition(), report.storedPosition() < report.receivedPosition(), nowNs));
    }

    /** A replica replays what it stored. */
    public static CorrectnessTest replayAdvances(final long limitNs) {
        final Progress replayed = new Progress(limitNs);
        return (report, nowNs, epochNs) -> stuck(replayed.isStuck(
                report.replayedPosition(), report.replayedPosition() < report.storedPosition(), nowNs));
    }

    /** All ports have link; one that comes back within the limit was not lost. */
    public static CorrectnessTest portsHaveLink(final long limitNs) {
        final Progress down = new Progress(limitNs);
        return (report, nowNs, epochNs) ->
                down.isStuck(0, report.portsDown() > 0, nowNs) ? Finding.DETACHED : Finding.WORKS;
    }

    /** On every port where a neighbour is asked, one answers (ARP). */
    public static CorrectnessTest neighboursAnswer(final long limitNs) {
        return (report, nowNs, epochNs) -> report.neighbourSilenceNs() > limitNs ? Finding.DETACHED : Finding.WORKS;
    }

    /** Writes to disk end. */
    public static CorrectnessTest diskAnswers(final long limitNs) {
        return (report, nowNs, epochNs) -> report.diskWaitNs() > limitNs ? Finding.SLOW : Finding.WORKS;
    }

    /** Its wall clock does not jump, by its own monotonic clock. */
    public static CorrectnessTest clockIsSteady() {
        return (report, nowNs, epochNs) -> report.isClockSteady() ? Finding.WORKS : Finding.UNSOUND;
    }

    /** Nobody has it take no part. */
    public static CorrectnessTest takesPart() {
        return (report, nowNs, epochNs) -> report.isLeaving() ? Finding.LEAVING : Finding.WORKS;
    }

    /** The clock agrees with the tester's. */
    public static CorrectnessTest clockIsSane(final long skewNs) {
        return new ClockTest(skewNs);
    }

    private static Finding stuck(final boolean isStuck) {
        return isStuck ? Finding.STUCK : Finding.WORKS;
    }

    /** Compares clocks when a report comes; between reports there is nothing to compare. */
    private static final class ClockTest implements CorrectnessTest {
        private final long skewNs;
        private long number = -1;
        private Finding finding = Finding.WORKS;

        ClockTest(final long skewNs) {
            this.skewNs = skewNs;
        }

        @Override
        public Finding test(final WorkReport report, final long nowNs, final long epochNs) {
            if (report.number() != number) {
                number = report.number();
                final long differenceNs = report.epochNs() - epochNs;
                finding = differenceNs > skewNs || differenceNs < -skewNs ? Finding.UNSOUND : Finding.WORKS;
            }
            return finding;
        }
    }
}
