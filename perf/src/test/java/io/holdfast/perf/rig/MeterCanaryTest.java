package io.holdfast.perf.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.Direction;
import io.holdfast.perf.load.FrameMix;
import io.holdfast.perf.load.MeterCounts;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.perf.load.Trial;
import io.holdfast.perf.rig.FaultyLink.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks one packet in a hundred between the box and the meter: no figure may come of it. */
class MeterCanaryTest {
    private static final long LENGTH_NS = 50_000_000;

    @ParameterizedTest
    @CsvSource({
        "LOSE, 64, were lost",
        "DUPLICATE, 64, reordered or duplicated",
        "REORDER, 64, reordered or duplicated",
        "FLIP_NAME, 64, corrupted",
        "FLIP_PATTERN, 128, corrupted",
        "FLIP_PATTERN, 1518, corrupted",
        "FLIP_IP_CHECKSUM, 64, corrupted",
        "KEEP_TTL, 64, corrupted",
        "FORBID_FRAGMENTS, 64, corrupted",
        "CUT_SHORT, 128, corrupted",
        "OTHER_ADDRESS, 64, misrouted",
        "OTHER_PORT, 64, misrouted",
        "OTHER_MAC, 64, misrouted",
        "UNTRANSLATED_DESTINATION, 64, misrouted"
    })
    void shouldRefuseAFigureForBrokenPackets(final Fault fault, final int frameBytes, final String reason) {
        final FaultyLink[] link = new FaultyLink[1];
        final TrafficPlan plan = new TrafficPlan(20, FrameMix.of(frameBytes), 0, Direction.OUT);
        try (Rig rig = new SteppedRig(settings(plan), wan -> link[0] = new FaultyLink(wan, fault))) {
            rig.open();
            assertTrue(rig.saturate(LENGTH_NS).trial().isClean());
            link[0].switchOn();
            final Trial trial = rig.saturate(LENGTH_NS).trial();
            assertTrue(link[0].faultCount() > 0, "the fault did not happen");
            final Refusal refusal = assertThrows(Refusal.class, () -> Refusal.unlessClean("test", trial));
            assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        }
    }

    @Test
    void shouldRefuseAFigureIfTheGeneratorWasTheLimit() {
        final MeterCounts counts = new MeterCounts(1000, 0, 0, 0, 0, 0);
        final Trial fast = new Trial(1000, 0, counts, 1000, 1000, 0, 0.01, 0, 0);
        final Refusal refusal = assertThrows(Refusal.class, () -> Refusal.unlessBoxWasTheLimit("test", fast));
        assertTrue(refusal.getMessage().contains("the generator was the limit"), refusal.getMessage());
        Refusal.unlessBoxWasTheLimit("test", new Trial(1000, 0, counts, 1000, 1000, 0, 0.5, 0, 0));
    }

    /** A generator that is slower than what it measures: here one whose link costs more than the box behind it. */
    @Test
    void shouldNoticeAGeneratorThatIsSlowerThanTheBox() {
        final TrafficPlan plan = new TrafficPlan(1, FrameMix.of(64), 0, Direction.OUT);
        try (EchoLinks links = new EchoLinks();
                io.holdfast.perf.load.LoadGenerator generator =
                        new io.holdfast.perf.load.LoadGenerator(plan, links.lan(), links.wan())) {
            generator.open(io.holdfast.perf.load.LoadGenerator.BoxTurn.NONE);
            final Trial trial = generator.saturate(LENGTH_NS, 1024);
            assertTrue(trial.isClean(), trial.toString());
            assertEquals(0, trial.waitedShare(), 0.01, trial.toString());
            assertThrows(Refusal.class, () -> Refusal.unlessBoxWasTheLimit("test", trial));
        }
    }

    private static RigSettings settings(final TrafficPlan plan) {
        return new RigSettings(LinkKind.MEMORY, Map.of(), plan, "yield", 1024, 1 << 20, Map.of());
    }
}
