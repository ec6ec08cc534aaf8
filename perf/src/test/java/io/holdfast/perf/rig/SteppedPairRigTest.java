package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.load.Trial;
import io.holdfast.recovery.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs real traffic through whole nodes on one thread, and lets the meter judge it. */
class SteppedPairRigTest {
    private static final long LENGTH_NS = Long.getLong("holdfast.bench.test.ns", 200_000_000);
    private static final long LIMIT_NS = 20_000_000_000L;
    private static final int LEAST_PACKETS = 200;
    private static final int FLOWS = 500;

    @ParameterizedTest
    @CsvSource({
        "UNPROTECTED, 0, true",
        "ALL, 0, true",
        "CHANGES, 0, true",
        "CHANGES, 0, false",
        "ALL, 100, false",
        "CHANGES, 100, false"
    })
    void shouldForwardEveryPacketAsItShould(final LogMode mode, final int newFlowPerMille, final boolean hasKey) {
        try (SteppedPairRig rig = new SteppedPairRig(settings(LinkKind.MEMORY, newFlowPerMille), mode, hasKey)) {
            rig.open();
            rig.saturate(LENGTH_NS);
            final NodeStatus before = rig.freshStatus();
            final Measurement measured = rig.saturate(LENGTH_NS);
            final NodeStatus after = rig.freshStatus();
            assertTrue(measured.trial().isClean(), measured + rig.logTails());
            assertTrue(measured.trial().sent() >= 512, measured.toString());
            assertTrue(measured.boxCpuNs() > 0, measured.toString());
            assertEquals(mode.isProtected(), measured.replicaCpuNs() > 0);
            final double records = (double) (after.counter("log.records") - before.counter("log.records"))
                    / measured.trial().sent();
            checkRecords(mode, newFlowPerMille, records);
        }
    }

    /** Each packet is a burst of its own, and the next one is not sent before it has come back. */
    @ParameterizedTest
    @CsvSource({"UNPROTECTED, 0, 0", "ALL, 0, 1", "CHANGES, 0, 0", "CHANGES, 1000, 1"})
    void shouldPassOnePacketAtATime(final LogMode mode, final int newFlowPerMille, final int recordsPerPacket) {
        try (SteppedPairRig rig = new SteppedPairRig(settings(LinkKind.MEMORY, newFlowPerMille), mode, true)) {
            rig.open();
            final NodeStatus before = rig.freshStatus();
            final List<Long> stamps = new ArrayList<>();
            final long[] lastBackNs = {Long.MIN_VALUE};
            final GoodPacketListener listener = stampNs -> {
                assertTrue(stampNs > lastBackNs[0], "sent before the last one had come back");
                lastBackNs[0] = System.nanoTime();
                stamps.add(stampNs);
            };
            final long deadlineNs = System.nanoTime() + LIMIT_NS;
            Trial trial = rig.ping(20_000, LENGTH_NS, listener);
            while (trial.sent() < LEAST_PACKETS && System.nanoTime() < deadlineNs) {
                trial = trial.plus(rig.ping(20_000, LENGTH_NS, listener));
            }
            final NodeStatus after = rig.freshStatus();
            assertTrue(trial.isClean(), trial + rig.logTails());
            assertTrue(trial.sent() >= LEAST_PACKETS, trial.toString());
            assertEquals(trial.sent(), stamps.size());
            final long records = after.counter("log.records") - before.counter("log.records");
            final long wanted = recordsPerPacket * trial.sent();
            // one of its own for each packet; and timers leave some
            final long most = wanted + trial.sent() / 4 + LEAST_PACKETS / 4;
            assertTrue(records >= wanted && records <= most, records + " of " + trial);
        }
    }

    /** Each round trip is one; nothing is measured twice or taken for another. */
    @Test
    void shouldMeasureTheRoundTripOfTheTransport() {
        final Histogram histogram = new Histogram(10_000_000_000L, 3);
        try (SteppedEcho echo = new SteppedEcho()) {
            final long beginNs = System.nanoTime();
            echo.measure(200, 10_000, histogram);
            final long tookNs = System.nanoTime() - beginNs;
            assertEquals(200, histogram.getTotalCount());
            assertTrue(histogram.getMinValue() >= 1_000, histogram.getMinValue() + " ns is no round trip over UDP");
            assertTrue(histogram.getMean() * 200 <= tookNs * 1.01, histogram.getMean() + " ns on average");
        }
    }

    /** A record for each full burst; of changes, none of established flows but for a timer's. */
    private static void checkRecords(final LogMode mode, final int newFlowPerMille, final double perPacket) {
        if (mode == LogMode.ALL || mode == LogMode.CHANGES && newFlowPerMille > 0) {
            assertEquals(1 / 32.0, perPacket, 0.01);
        } else {
            assertEquals(0, perPacket, 0.001);
        }
    }

    @Test
    void shouldSayThatItKnowsMemoryOnly() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SteppedPairRig(settings(LinkKind.RING, 0), LogMode.ALL, true));
    }

    private static RigSettings settings(final LinkKind link, final int newFlowPerMille) {
        final TrafficPlan plan = new TrafficPlan(FLOWS, FrameMix.of(64), newFlowPerMille, Direction.OUT);
        return new RigSettings(link, Map.of(), plan, "spin", 1024, 1 << 20, Map.of());
    }
}
