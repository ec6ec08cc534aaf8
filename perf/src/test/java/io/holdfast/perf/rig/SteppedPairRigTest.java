package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.recovery.NodeStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs real traffic through whole nodes on one thread, and lets the meter judge it. */
class SteppedPairRigTest {
    private static final long LENGTH_NS = Long.getLong("holdfast.bench.test.ns", 200_000_000);
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
