package io.holdfast.nat.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What counts as released in overlapping views. */
class ReleaseSamplesTest {
    private final ReleaseSamples samples = new ReleaseSamples();

    @Test
    void shouldNotCountTurnsThatFollowOneAnother() {
        add(100, 7, 200, 7, 250, 7, 250, 9, 250, 500);
        assertEquals(0, samples.overlapping());
        assertEquals(150 + 493, samples.total());
    }

    @Test
    void shouldCountWhatTheDeposedSendsWhenItGoesOn() {
        add(100, 7, 200, 7, 200, 9, 200, 50, 203, 90, 204, 95);
        assertEquals(4, samples.overlapping());
    }

    @Test
    void shouldCountWhatBothSend() {
        add(0, 0, 10, 10, 20, 20, 30, 30);
        assertEquals(20, samples.overlapping());
    }

    /** One after the other, for all that one sample tells. */
    @Test
    void shouldNotCountWhatChangesWithinOneSample() {
        add(0, 0, 10, 0, 14, 3, 14, 9);
        assertEquals(0, samples.overlapping());
    }

    @Test
    void shouldTakeWhatIsUnknownForUnchanged() {
        add(100, 7, 120, 7, -1, 9, -1, -1, 120, 11);
        assertEquals(0, samples.overlapping());
        assertEquals(20 + 4, samples.total());
    }

    @Test
    void shouldKeepManySamples() {
        for (int i = 0; i < 5_000; i++) {
            samples.add(i, 0);
        }
        assertEquals(4_999, samples.total());
        assertEquals(0, samples.overlapping());
    }

    @Test
    void shouldWatchUntilItEnds() throws InterruptedException {
        final AtomicLong frames = new AtomicLong(100);
        final CountDownLatch asked = new CountDownLatch(5);
        try (ReleaseWatch watch = new ReleaseWatch(
                () -> {
                    asked.countDown();
                    return frames.incrementAndGet();
                },
                () -> asked.getCount() == 0 ? 1 : 0)) {
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            final ReleaseSamples seen = watch.end();
            assertTrue(seen.total() >= 4, "of " + seen.total());
        }
    }

    private void add(final long... masterAndOther) {
        for (int i = 0; i < masterAndOther.length; i += 2) {
            samples.add(masterAndOther[i], masterAndOther[i + 1]);
        }
    }
}
