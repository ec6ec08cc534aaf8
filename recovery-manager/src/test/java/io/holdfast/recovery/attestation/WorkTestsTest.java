package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WorkTestsTest {
    private static final long LIMIT = 100;

    @Test
    void shouldFindTheOneWorkerThatDoesNotTurn() {
        final CorrectnessTest test = WorkTests.workersTurn(LIMIT);
        assertEquals(Finding.WORKS, test.test(turns(1, 1), 0, 0));
        assertEquals(Finding.WORKS, test.test(turns(2, 1), LIMIT, 0));
        assertEquals(Finding.STUCK, test.test(turns(3, 1), LIMIT + 1, 0));
        assertEquals(Finding.WORKS, test.test(turns(4, 2), LIMIT + 2, 0), "it turns again");
        assertEquals(Finding.STUCK, test.test(turns(4, 2), 2 * LIMIT + 3, 0), "the same report, later");
    }

    @Test
    void shouldExpectTheLogToAdvanceOnlyWhileInputWaits() {
        final CorrectnessTest test = WorkTests.logAdvances(LIMIT);
        assertEquals(Finding.WORKS, test.test(log(5, false), 0, 0));
        assertEquals(Finding.WORKS, test.test(log(5, false), 1000, 0));
        assertEquals(Finding.WORKS, test.test(log(5, true), 1001, 0));
        assertEquals(Finding.STUCK, test.test(log(5, true), 1101 + 1, 0));
        assertEquals(Finding.WORKS, test.test(log(6, true), 1200, 0));
    }

    @Test
    void shouldExpectAReplicaToStoreAndReplayWhatCame() {
        final CorrectnessTest stores = WorkTests.acknowledgementsAdvance(LIMIT);
        assertEquals(Finding.WORKS, stores.test(replica(5, 5, 5), 0, 0));
        assertEquals(Finding.WORKS, stores.test(replica(5, 5, 5), 1000, 0));
        assertEquals(Finding.WORKS, stores.test(replica(5, 5, 9), 1010, 0));
        assertEquals(Finding.STUCK, stores.test(replica(5, 5, 9), 1111, 0));
        final CorrectnessTest replays = WorkTests.replayAdvances(LIMIT);
        assertEquals(Finding.WORKS, replays.test(replica(5, 5, 9), 0, 0));
        assertEquals(Finding.WORKS, replays.test(replica(9, 5, 9), 10, 0));
        assertEquals(Finding.STUCK, replays.test(replica(9, 5, 9), 111, 0));
    }

    @Test
    void shouldNotFindItselfUnfitForWhatDiedWithItsMaster() {
        final WorkLimits limits = new WorkLimits(1, 1, 1, 1, 1);
        final CorrectnessTest own = limits.ofSelf();
        final CorrectnessTest others = limits.ofOthers();
        final WorkReport waits = replica(5, 3, 9);
        assertEquals(Finding.WORKS, own.test(waits, 0, 0));
        assertEquals(Finding.WORKS, others.test(waits, 0, 0));
        assertEquals(Finding.WORKS, own.test(waits, 1_000_000_000, 0));
        assertEquals(Finding.STUCK, others.test(waits, 1_000_000_000, 0));
    }

    @Test
    void shouldForgiveAPortThatBlinks() {
        final CorrectnessTest test = WorkTests.portsHaveLink(LIMIT);
        assertEquals(Finding.WORKS, test.test(outside(1, 0, 0), 0, 0));
        assertEquals(Finding.WORKS, test.test(outside(0, 0, 0), LIMIT, 0));
        assertEquals(Finding.WORKS, test.test(outside(1, 0, 0), LIMIT + 1, 0));
        assertEquals(Finding.DETACHED, test.test(outside(1, 0, 0), 2 * LIMIT + 1, 0));
    }

    @Test
    void shouldFindSilentNeighboursAndASlowDisk() {
        assertEquals(Finding.WORKS, WorkTests.neighboursAnswer(LIMIT).test(outside(0, LIMIT, 0), 0, 0));
        assertEquals(Finding.DETACHED, WorkTests.neighboursAnswer(LIMIT).test(outside(0, LIMIT + 1, 0), 0, 0));
        assertEquals(Finding.WORKS, WorkTests.diskAnswers(LIMIT).test(outside(0, 0, LIMIT), 0, 0));
        assertEquals(Finding.SLOW, WorkTests.diskAnswers(LIMIT).test(outside(0, 0, LIMIT + 1), 0, 0));
    }

    @Test
    void shouldCompareClocksWhenAReportComes() {
        final CorrectnessTest test = WorkTests.clockIsSane(LIMIT);
        assertEquals(Finding.WORKS, test.test(clock(1, 1000), 0, 1000 + LIMIT));
        assertEquals(Finding.WORKS, test.test(clock(1, 1000), 0, 5000), "the same report, later");
        assertEquals(Finding.UNSOUND, test.test(clock(2, 1000), 0, 1000 + LIMIT + 1));
        assertEquals(Finding.UNSOUND, test.test(clock(3, Long.MIN_VALUE), 0, 0), "no overflow");
        assertEquals(Finding.UNSOUND, test.test(clock(4, Long.MAX_VALUE), 0, 0));
        assertEquals(Finding.WORKS, test.test(clock(5, 6000), 0, 6000));
    }

    @Test
    void shouldAskAllTestsEachTime() {
        final CorrectnessTest all = CorrectnessTest.all(WorkTests.workersTurn(LIMIT), WorkTests.portsHaveLink(LIMIT));
        final WorkReport down = new WorkReport(1, 0, new long[] {1}, 0, false, 0, 0, 0, 1, 0, 0, true, false);
        final WorkReport turned = new WorkReport(2, 0, new long[] {2}, 0, false, 0, 0, 0, 1, 0, 0, true, false);
        assertEquals(Finding.WORKS, all.test(down, 0, 0));
        assertEquals(Finding.STUCK, all.test(down, LIMIT + 1, 0));
        assertEquals(Finding.DETACHED, all.test(turned, LIMIT + 2, 0), "the port was down all the while");
    }

    private static WorkReport turns(final long... turns) {
        return new WorkReport(1, 0, turns, 0, false, 0, 0, 0, 0, 0, 0, true, false);
    }

    private static WorkReport log(final long position, final boolean owed) {
        return new WorkReport(1, 0, new long[0], position, owed, 0, 0, 0, 0, 0, 0, true, false);
    }

    private static WorkReport replica(final long stored, final long replayed, final long received) {
        return new WorkReport(1, 0, new long[0], 0, false, stored, replayed, received, 0, 0, 0, true, false);
    }

    private static WorkReport outside(final int portsDown, final long neighbourSilenceNs, final long diskWaitNs) {
        return new WorkReport(
                1, 0, new long[0], 0, false, 0, 0, 0, portsDown, neighbourSilenceNs, diskWaitNs, true, false);
    }

    private static WorkReport clock(final long number, final long epochNs) {
        return new WorkReport(number, epochNs, new long[0], 0, false, 0, 0, 0, 0, 0, 0, true, false);
    }
}
