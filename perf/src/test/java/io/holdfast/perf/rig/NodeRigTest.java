package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.load.Trial;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs real traffic through a real pair of node processes. */
class NodeRigTest {
    private static final long LENGTH_NS = 200_000_000;

    @Test
    void shouldForwardEveryPacketAsItShouldUnderProtection() {
        final TrafficPlan plan = new TrafficPlan(100, FrameMix.of(64), 100, Direction.OUT);
        final RigSettings settings = new RigSettings(LinkKind.MEMORY, Map.of(), plan, "park", 1024, 1 << 20, Map.of());
        try (NodeRig rig = new NodeRig(settings, LogMode.ALL)) {
            rig.open();
            final Measurement measured = rig.saturate(LENGTH_NS);
            assertTrue(measured.trial().isClean(), measured + rig.logTails());
            assertTrue(measured.trial().sent() > 0, measured.toString());
            assertTrue(measured.boxCpuNs() > 0 && measured.replicaCpuNs() > 0, measured.toString());
            final Trial paced = rig.pace(2_000, LENGTH_NS, stampNs -> {});
            assertEquals(400, paced.sent());
            assertTrue(paced.isClean(), paced + rig.logTails());
        }
    }
}
