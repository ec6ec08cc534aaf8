package io.holdfast.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FailoverTraceTest {
    private static final long MS = 1_000_000;
    private static final long KILL_MS = 1_000;

    private long nowNs;

    private FailoverTrace trace() {
        return new FailoverTrace(() -> nowNs, 100);
    }

    private void arrive(final FailoverTrace trace, final long sentMs, final long arrivalMs) {
        nowNs = arrivalMs * MS;
        trace.onGood(sentMs * MS);
    }

    @Test
    void shouldFindTheFirstPacketAlthoughTheKillIsToldLate() {
        final FailoverTrace trace = trace();
        arrive(trace, 995, 996);
        arrive(trace, 999, 1_003);
        arrive(trace, 1_001, 1_014);
        arrive(trace, 1_080, 1_081);
        trace.killedAt(KILL_MS * MS);
        assertEquals(14, trace.firstPacketMs());
        assertEquals(67, trace.silenceMs());
    }

    @Test
    void shouldNotTakeAPacketSentBeforeTheKillForTheFirstOne() {
        final FailoverTrace trace = trace();
        arrive(trace, 999, 1_004);
        trace.killedAt(KILL_MS * MS);
        assertTrue(Double.isNaN(trace.firstPacketMs()));
        assertEquals(4, trace.silenceMs());
    }

    @Test
    void shouldPlotByTheTimeFromTheKill() {
        final FailoverTrace trace = trace();
        arrive(trace, 0, 900);
        arrive(trace, 997, 999);
        arrive(trace, 1_000, 1_003);
        arrive(trace, 1_001, 1_003);
        arrive(trace, 1_900, 1_900);
        trace.killedAt(KILL_MS * MS);
        final var packets = trace.curves("kill 1").getFirst();
        assertEquals(2, packets.y().get(packets.x().indexOf(3.0)));
        assertEquals(1, packets.y().get(packets.x().indexOf(-1.0)));
        assertEquals(3, packets.y().stream().mapToDouble(Double::doubleValue).sum());
        final var latency = trace.curves("kill 1").getLast();
        assertEquals(3, latency.y().get(latency.x().indexOf(3.0)));
    }

    @Test
    void shouldLookAtNoMorePacketsThanItHasRoomFor() {
        final FailoverTrace trace = new FailoverTrace(() -> nowNs, 1);
        arrive(trace, 1_001, 1_002);
        arrive(trace, 1_003, 1_004);
        trace.killedAt(KILL_MS * MS);
        assertEquals(2, trace.silenceMs());
    }
}
