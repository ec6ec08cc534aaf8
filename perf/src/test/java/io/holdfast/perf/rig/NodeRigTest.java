package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.load.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs real traffic through real node processes. */
class NodeRigTest {
    private static final long LENGTH_NS = Long.getLong("holdfast.bench.test.ns", 500_000_000);

    @ParameterizedTest
    @EnumSource(names = {"UNPROTECTED", "ALL"})
    void shouldForwardEveryPacketAsItShould(final LogMode mode) {
        try (NodeRig rig = new NodeRig(settings(LinkKind.MEMORY, 1000, 0), mode)) {
            rig.open();
            rig.saturate(LENGTH_NS);
            final Measurement measured = rig.saturate(LENGTH_NS);
            System.out.printf(
                    "%s: %s, %.2f M/s, %.2f M/CPU-s%n",
                    mode, measured, measured.trial().perSecond() / 1e6, measured.perCpuSecond() / 1e6);
            assertTrue(measured.trial().isClean(), measured + rig.logTails());
            assertTrue(measured.trial().sent() > 10_000, measured.toString());
            final Trial paced = rig.pace(20_000, LENGTH_NS, stampNs -> {});
            assertTrue(paced.isClean(), paced + rig.logTails());
        }
    }

    @Test
    void shouldOpenNewFlowsUnderProtection() {
        try (NodeRig rig = new NodeRig(settings(LinkKind.MEMORY, 100, 1000), LogMode.ALL)) {
            rig.open();
            final Measurement measured = rig.saturate(LENGTH_NS);
            assertTrue(measured.trial().isClean(), measured + rig.logTails());
        }
    }

    private static RigSettings settings(final LinkKind link, final int flows, final int newFlowPerMille) {
        return new RigSettings(
                link,
                Map.of(),
                new TrafficPlan(flows, FrameMix.of(64), newFlowPerMille, io.holdfast.perf.load.Direction.OUT),
                "yield",
                1024,
                1 << 20,
                List.of());
    }
}
