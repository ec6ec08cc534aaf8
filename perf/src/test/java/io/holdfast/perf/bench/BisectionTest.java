package io.holdfast.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.load.MeterCounts;
import io.holdfast.perf.load.Trial;
import org.junit.jupiter.api.Test;

class BisectionTest {
    private static final double HIGHEST = 1_500_000;

    @Test
    void shouldFindTheLoadAtWhichLossesBegin() {
        final double found = new Bisection(HIGHEST).run(load -> trial(load, load, load > 777_000));
        assertEquals(777_000, found, 777_000 * 0.02);
        assertTrue(found <= 777_000);
    }

    @Test
    void shouldSayThatTheGeneratorWasTheLimit() {
        final Bisection search = new Bisection(HIGHEST);
        final double found = search.run(load -> trial(load, Math.min(load, 400_000), false));
        assertEquals(0, found);
        assertTrue(search.reason().contains("generator was the limit"), search.reason());
    }

    @Test
    void shouldSayThatPacketsAreLostAtAnyLoad() {
        final Bisection search = new Bisection(HIGHEST);
        assertEquals(0, search.run(load -> trial(load, load, true)));
        assertTrue(search.reason().contains("lost at any load"), search.reason());
    }

    private static Trial trial(final double offered, final double sentPerSecond, final boolean loses) {
        final long sent = (long) sentPerSecond;
        final MeterCounts counts = new MeterCounts(loses ? sent - 1 : sent, 0, 0, 0, 0, 0);
        return new Trial(sent, 0, counts, 1_000_000_000, 1_000_000_000, offered, 0, 0, 0);
    }
}
