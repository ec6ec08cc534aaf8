package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.order.Waiting;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of workers, and how they meet. */
@Timeout(30)
class WorkerTeamTest {
    private static final int WORKERS = 3;
    private static final int MEETINGS = 500;

    private final AtomicLong clockNs = new AtomicLong(1);
    private final TestDevices devices = new TestDevices(WORKERS);
    private final WorkerTeam team =
            new WorkerTeam(devices, WORKERS, List.of(), IdleMode.PARK, clockNs::get, WorkerThreads.PLATFORM);

    /** Plain fields: only the meetings make what workers do visible. */
    private final long[] turns = new long[WORKERS];

    private boolean inMeeting;
    private boolean metInTurn;
    private boolean allHaveTurned;

    private int turn(final int worker) {
        metInTurn |= inMeeting;
        turns[worker]++;
        return 0;
    }

    /**
     * A replica's worker waits, inside a burst, for a record that may have died with the master. Found by whole nodes in a
     * simulated world: the node counted as unfit, and never took over.
     */
    @Test
    void shouldNotTakeAPatientWaitForAHang() {
        final AtomicBoolean isOver = new AtomicBoolean();
        final Waiting waiting = team.patientWaiting(0);
        team.meet(() -> team.assign(0, () -> {
            while (!isOver.get()) {
                waiting.pause();
            }
            return 0;
        }));
        for (int i = 0; i < 20; i++) {
            final long nowNs = clockNs.addAndGet(100);
            while (!team.turns(nowNs, 50)) {
                Thread.yield();
            }
        }
        isOver.set(true);
    }

    @Test
    void shouldHaveEveryWorkerStandWhileTheyMeet() {
        team.meet(() -> {
            for (int i = 0; i < WORKERS; i++) {
                final int worker = i;
                team.assign(worker, () -> turn(worker));
            }
        });
        for (int meeting = 0; meeting < MEETINGS || !allHaveTurned; meeting++) {
            Thread.yield();
            team.meet(() -> {
                inMeeting = true;
                final long before = turns[0] + turns[1] + turns[2];
                Thread.yield();
                assertEquals(before, turns[0] + turns[1] + turns[2]);
                inMeeting = false;
                allHaveTurned = turns[0] > 0 && turns[1] > 0 && turns[2] > 0;
            });
        }
        team.close();
        assertFalse(metInTurn);
    }

    @Test
    void shouldEndTheNodeWithWhatAWorkerThrew() {
        final IllegalStateException thrown = new IllegalStateException("broken");
        team.meet(() -> team.assign(1, () -> {
            throw thrown;
        }));
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> {
            while (true) {
                team.doWork();
                Thread.yield();
            }
        }));
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> team.meet(() -> {})));
        final AtomicBoolean closed = new AtomicBoolean();
        team.retire(() -> closed.set(true));
        assertTrue(closed.get());
        team.close();
    }

    @Test
    void shouldNotWaitForEverForAWorkerThatHangs() {
        final AtomicBoolean hangs = new AtomicBoolean(true);
        team.meet(() -> team.assign(2, () -> {
            while (hangs.get()) {
                Thread.yield();
                clockNs.addAndGet(1_000_000);
            }
            return 0;
        }));
        assertTrue(assertThrows(NodeFailure.class, () -> {
                    while (true) {
                        team.meet(Thread::yield);
                    }
                })
                .getMessage()
                .startsWith("worker 2 has not come to the end of its turn"));
        team.turns(clockNs.get(), 1_000);
        assertFalse(team.turns(clockNs.get() + 2_000, 1_000));
        assertThrows(NodeFailure.class, () -> team.retire(() -> {}));
        hangs.set(false);
    }
}
