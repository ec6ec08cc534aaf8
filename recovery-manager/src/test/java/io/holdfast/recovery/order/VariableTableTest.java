package io.holdfast.recovery.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.log.StablePositions;
import io.holdfast.release.ReleaseVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks, versions and positions under threads that really run side by side. */
@Timeout(60)
class VariableTableTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 300_000;

    @Test
    void shouldKeepWritersApartAndReadersOut() throws InterruptedException {
        final VariableTable table = new VariableTable(2, THREADS);
        final long[] guarded = new long[2];
        final AtomicLong torn = new AtomicLong();
        inParallel(worker -> {
            for (int i = 0; i < ROUNDS; i++) {
                if ((i + worker) % 3 == 0) {
                    table.lockExclusive(1, Waiting.YIELD);
                    guarded[0]++;
                    guarded[1]++;
                    table.makeVersion(1);
                    table.unlockExclusive(1);
                } else {
                    table.lockShared(1, Waiting.YIELD);
                    if (guarded[0] != guarded[1] || guarded[0] != table.version(1)) {
                        torn.incrementAndGet();
                    }
                    table.unlockShared(1);
                }
            }
        });
        assertEquals(0, torn.get());
        assertEquals(table.version(1), guarded[0]);
        assertEquals(0, table.version(0), "the neighbour is untouched");
    }

    @Test
    void shouldShowWhoeverSeesAVersionWhatWasWrittenBefore() throws InterruptedException {
        final VariableTable table = new VariableTable(1, THREADS);
        final long[] value = new long[1];
        final AtomicLong stale = new AtomicLong();
        inParallel(worker -> {
            if (worker == 0) {
                for (int i = 1; i <= ROUNDS; i++) {
                    value[0] = i;
                    table.makeVersion(0);
                }
            } else {
                long version = 0;
                while (version < ROUNDS) {
                    version = table.version(0);
                    if (value[0] < version) {
                        stale.incrementAndGet();
                    }
                }
            }
        });
        assertEquals(0, stale.get());
    }

    @Test
    void shouldTellTheWriterOfEveryReader() throws InterruptedException {
        final VariableTable table = new VariableTable(1, THREADS);
        final long[] lastRead = new long[THREADS];
        final AtomicLong missed = new AtomicLong();
        inParallel(worker -> {
            for (int i = 1; i <= ROUNDS; i++) {
                if (worker == 0) {
                    table.lockExclusive(0, Waiting.YIELD);
                    for (int k = 1; k < THREADS; k++) {
                        if (lastRead[k] != table.words()[table.marksIndex(0) + k]) {
                            missed.incrementAndGet();
                        }
                        lastRead[k] = 0;
                    }
                    table.clearReaders(0);
                    table.unlockExclusive(0);
                } else {
                    table.lockShared(0, Waiting.YIELD);
                    table.markReader(0, worker, i);
                    lastRead[worker] = i;
                    table.unlockShared(0);
                }
            }
        });
        assertEquals(0, missed.get());
    }

    @Test
    void shouldForgetEverythingWhenAnEpochBegins() {
        final VariableTable table = new VariableTable(1, 2);
        final ReleaseVector vector = new ReleaseVector(2);
        vector.raise(1, 7);
        table.makeVersion(0);
        table.markReader(0, 1, 7);
        table.publish(0, vector);
        table.startEpoch();
        vector.clear();
        table.mergeInto(0, vector);
        assertEquals(0, vector.get(1), "no burst of the last epoch is waited for");
        assertEquals(0, table.version(0));
        assertEquals(0, table.words()[table.marksIndex(0) + 1]);
    }

    @Test
    void shouldPublishWhatIsStableTogetherWithWhatItCovers() throws InterruptedException {
        final StablePositions stable = new StablePositions(THREADS);
        final long[] stored = new long[1];
        final AtomicLong early = new AtomicLong();
        inParallel(worker -> {
            long seen = 0;
            for (int i = 1; worker == 0 && i <= ROUNDS; i++) {
                stored[0] = i;
                stable.advance(1, i);
            }
            while (worker != 0 && seen < ROUNDS) {
                final long now = stable.get(1);
                if (now < seen || stored[0] < now) {
                    early.incrementAndGet();
                }
                seen = now;
            }
        });
        assertEquals(0, early.get());
    }

    private static void inParallel(final IntConsumer body) throws InterruptedException {
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            final int worker = i;
            threads.add(Thread.ofPlatform().start(() -> body.accept(worker)));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
    }
}
