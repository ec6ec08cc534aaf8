package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.TrafficPlan;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs real traffic through the NAT on one thread, and lets the meter judge it. */
class SteppedRigTest {
    private static final long LENGTH_NS = Long.getLong("holdfast.bench.test.ns", 200_000_000);

    @ParameterizedTest
    @CsvSource({
        "1, 64, 0, OUT",
        "1000, 64, 0, OUT",
        "1000, 64, 0, IN",
        "1000, 64, 0, BOTH",
        "1000, 1518, 0, BOTH",
        "20000, imix, 0, OUT",
        "1000, 64, 100, OUT",
        "10, 128, 1000, OUT"
    })
    void shouldForwardEveryPacketAsItShould(
            final int flows, final String frames, final int newFlowPerMille, final Direction direction) {
        final TrafficPlan plan = new TrafficPlan(flows, FrameMix.parse(frames).getFirst(), newFlowPerMille, direction);
        try (Rig rig = new SteppedRig(settings(plan))) {
            rig.open();
            final Measurement measured = rig.saturate(LENGTH_NS);
            System.out.printf("%s: %s, %.2f M/CPU-s%n", plan, measured.trial(), measured.perCpuSecond() / 1e6);
            assertTrue(measured.trial().isClean(), measured.toString());
            assertTrue(measured.trial().sent() >= 1024, measured.toString());
            assertEquals(
                    newFlowPerMille / 1000.0,
                    (double) rig.generator().newFlowCount() / measured.trial().sent(),
                    0.01);
        }
    }

    @Test
    void shouldOpenAHundredThousandFlows() {
        try (Rig rig = new SteppedRig(settings(TrafficPlan.established(100_000, FrameMix.of(64))))) {
            rig.open();
            final Measurement measured = rig.saturate(LENGTH_NS);
            System.out.printf("100k: %.2f M/CPU-s%n", measured.perCpuSecond() / 1e6);
            assertTrue(measured.trial().isClean(), measured.toString());
        }
    }

    private static RigSettings settings(final TrafficPlan plan) {
        return new RigSettings(LinkKind.MEMORY, Map.of(), plan, "yield", 1024, 1 << 20, Map.of());
    }
}
