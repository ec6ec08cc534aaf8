package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.log.AccessView;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads: what the master's did side by side, the replica's do again, through rings that are too small. */
@Timeout(60)
class ThreadedReplayTest {
    private static final int VARIABLES = 5;
    private static final int BURSTS = 3_000;
    private static final int BURST_ACCESSES = 6;
    private static final int RING_ACCESSES = 64;

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldReplayWhatThreadsDid(final int workers) throws InterruptedException {
        final byte[][][] logged = new byte[workers][BURSTS + 1][];
        final long[] mastersValues = new long[VARIABLES];
        final long[] mastersResults = new long[workers];
        final VariableTable masters = new VariableTable(VARIABLES, workers);
        inParallel(workers, worker -> {
            final AccessNotes notes = new AccessNotes(workers, 1024);
            final OrderedAccess access = new OrderedAccess(worker, masters, Waiting.YIELD, notes);
            for (int burst = 1; burst <= BURSTS; burst++) {
                access.beginBurst(burst);
                mastersResults[worker] = run(worker, burst, access, mastersValues, mastersResults[worker]);
                logged[worker][burst] = new byte[notes.lengthBytes()];
                notes.buffer().getBytes(0, logged[worker][burst]);
            }
        });

        final AccessRing[] rings = new AccessRing[workers];
        java.util.Arrays.setAll(rings, i -> new AccessRing(i, workers, RING_ACCESSES));
        final VariableTable replicas = new VariableTable(VARIABLES, workers);
        final ReplayOrder order = new ReplayOrder(rings, replicas);
        final long[] values = new long[VARIABLES];
        final long[] results = new long[workers];
        // Threads 0 .. workers-1 replay, the last one stores.
        inParallel(workers + 1, thread -> {
            if (thread == workers) {
                store(logged, rings);
                order.seal();
                return;
            }
            final SwitchingAccess switching = new SwitchingAccess();
            final ReplayingAccess access = new ReplayingAccess(
                    thread, order, Waiting.YIELD, switching, AccessControl.UNPROTECTED, i -> "x" + i);
            switching.become(access);
            for (int burst = 1; burst <= BURSTS; burst++) {
                while (rings[thread].heardBurst() < burst) {
                    Thread.yield();
                }
                access.beginBurst(burst);
                results[thread] = run(thread, burst, switching, values, results[thread]);
                access.endBurst();
            }
            access.goLive();
        });
        assertArrayEquals(mastersValues, values);
        assertArrayEquals(mastersResults, results);
    }

    /** Accesses chosen by worker and burst; every value is a hash of all that it came from. */
    private static long run(
            final int worker, final int burst, final AccessControl access, final long[] values, final long before) {
        final SplittableRandom random = new SplittableRandom(worker * 1_000_003L + burst);
        long result = before;
        final int accesses = random.nextInt(BURST_ACCESSES + 1);
        for (int i = 0; i < accesses; i++) {
            final int variable = random.nextInt(VARIABLES);
            if (random.nextInt(3) > 0) {
                access.beginRead(variable);
                result = result * 31 + values[variable];
                access.endRead(variable);
            } else {
                access.beginWrite(variable);
                values[variable] = values[variable] * 31 + result + i;
                result ^= values[variable];
                access.endWrite(variable);
            }
        }
        return result;
    }

    private static void store(final byte[][][] logged, final AccessRing[] rings) {
        final int workers = logged.length;
        final int[] next = new int[workers];
        final AccessView[] views = new AccessView[workers];
        java.util.Arrays.setAll(views, i -> new AccessView(i, workers, VARIABLES));
        int left = workers * BURSTS;
        while (left > 0) {
            for (int worker = 0; worker < workers; worker++) {
                if (next[worker] < BURSTS && rings[worker].hasRoom(BURST_ACCESSES)) {
                    final byte[] bytes = logged[worker][++next[worker]];
                    assertEquals(true, views[worker].wrap(new UnsafeBuffer(bytes), 0, bytes.length) >= 0);
                    rings[worker].append(next[worker], views[worker]);
                    left--;
                }
            }
            Thread.yield();
        }
    }

    private static void inParallel(final int count, final IntConsumer body) throws InterruptedException {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final int number = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    body.accept(number);
                } catch (final RuntimeException | AssertionError e) {
                    failure.set(e);
                    throw e;
                }
            }));
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        for (final Thread thread : threads) {
            // A thread that fails leaves others waiting for it: they are daemons, and are not waited for.
            while (failure.get() == null && !thread.join(Duration.ofMillis(10))) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "the threads did not end within two minutes");
            }
        }
        assertNull(failure.get());
    }
}
