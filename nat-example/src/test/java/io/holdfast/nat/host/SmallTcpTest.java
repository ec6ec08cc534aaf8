package io.holdfast.nat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.nat.traffic.ClientReport;
import io.holdfast.nat.traffic.FlowKind;
import io.holdfast.nat.traffic.FlowRecord;
import io.holdfast.nat.traffic.TrafficSettings;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small TCP on networks that lose, repeat and delay. */
class SmallTcpTest {
    private static final TrafficSettings SETTINGS =
            new TrafficSettings("10.0.0.2", 7000, 7100, 10, 20, 2, 20, 4, 100, 10, 60_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDeliverEverythingDespiteLoss(final long seed) throws IOException {
        final Random random = new Random(seed);
        final SimulatedNetwork network = new SimulatedNetwork(SETTINGS, seed);
        final UnaryOperator<byte[]> loss = frame -> random.nextInt(10) == 0 ? null : frame;
        network.clientWire.fault = loss;
        network.serverWire.fault = loss;
        network.run(5_000);
        final ClientReport report = network.finish();
        assertTrue(network.clientWire.faults > 50, "seed " + seed + ": loss did not happen");
        shouldAllBeKept(report, seed);
        assertTrue(network.server().report().flows().stream().allMatch(flow -> flow.failure() == null), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldNotBeConfusedByDuplicatesAndDelay(final long seed) throws IOException {
        final Random random = new Random(seed);
        final SimulatedNetwork network = new SimulatedNetwork(SETTINGS, seed);
        final byte[][] kept = new byte[1][];
        // Every tenth frame is swapped for an earlier one: one is lost, another comes late and again.
        final UnaryOperator<byte[]> swap = frame -> {
            final byte[] earlier = kept[0];
            if (random.nextInt(10) != 0 || earlier == null) {
                kept[0] = random.nextInt(5) == 0 ? frame : earlier;
                return frame;
            }
            return earlier;
        };
        network.clientWire.fault = swap;
        network.run(5_000);
        final ClientReport report = network.finish();
        assertTrue(network.clientWire.faults > 50, "seed " + seed + ": nothing was swapped");
        shouldAllBeKept(report, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void shouldCarryOnAfterAPause(final long seed) throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(SETTINGS, seed);
        network.run(2_000);
        network.clientWire.fault = frame -> null;
        network.serverWire.fault = frame -> null;
        network.run(700);
        network.clientWire.fault = frame -> frame;
        network.serverWire.fault = frame -> frame;
        network.run(2_000);
        shouldAllBeKept(network.finish(), seed);
    }

    private static void shouldAllBeKept(final ClientReport report, final long seed) {
        final List<FlowRecord> broken =
                report.flows().stream().filter(FlowRecord::isBroken).toList();
        assertEquals(List.of(), broken, "seed " + seed);
        assertTrue(report.flows().stream()
                .filter(flow -> flow.kind() == FlowKind.LONG_LIVED)
                .allMatch(flow -> flow.messages() > 10));
    }
}
