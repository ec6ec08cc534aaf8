package io.holdfast.nat.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client and the server of the traffic against each other, over real sockets on loopback. */
class KernelTrafficTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldFinishEveryFlowOfAHealthyNetwork() throws IOException {
        final TrafficSettings settings = settings(5, 20, 3);
        try (KernelNetwork clientNetwork = new KernelNetwork(LOOPBACK);
                KernelNetwork serverNetwork = new KernelNetwork(LOOPBACK)) {
            final TrafficServer server = new TrafficServer(serverNetwork, settings, System::nanoTime);
            final TrafficClient client = new TrafficClient(clientNetwork, settings, System::nanoTime);
            run(client, server, 2 * SECOND_NS);

            final ClientReport seen = client.report();
            final List<FlowRecord> broken =
                    seen.flows().stream().filter(FlowRecord::isBroken).toList();
            assertEquals(List.of(), broken);
            assertTrue(seen.flows().stream().allMatch(flow -> flow.finishedNs() != FlowRecord.NEVER));
            assertTrue(seen.flows().stream()
                            .filter(flow -> flow.kind() == FlowKind.SHORT)
                            .count()
                    >= 30);
            assertTrue(server.report().flows().stream().allMatch(flow -> flow.failure() == null));
            assertEquals(seen.sentNs().keySet(), server.report().receivedNs().keySet());
        }
    }

    @Test
    void shouldReportARefusedConnectionAsBroken() throws IOException {
        final TrafficSettings settings = settings(1, 0, 0);
        try (KernelNetwork network = new KernelNetwork(LOOPBACK)) {
            final TrafficClient client = new TrafficClient(network, settings, System::nanoTime);
            final long deadlineNs = System.nanoTime() + 5 * SECOND_NS;
            while (client.progress().broken() == 0 && System.nanoTime() - deadlineNs < 0) {
                client.doWork(1_000_000);
            }
            final FlowRecord flow = client.report().flows().getFirst();
            assertTrue(flow.failure().contains("refused"), flow.failure());
        }
    }

    private static void run(final TrafficClient client, final TrafficServer server, final long lengthNs)
            throws IOException {
        final long startNs = System.nanoTime();
        final long deadlineNs = startNs + lengthNs + 10 * SECOND_NS;
        while (!client.isFinished() && System.nanoTime() - deadlineNs < 0) {
            client.doWork(1_000_000);
            server.doWork(0);
            if (System.nanoTime() - startNs > lengthNs) {
                client.stop();
            }
        }
        assertTrue(client.isFinished(), "the traffic did not end");
    }

    private static TrafficSettings settings(final int longLived, final int newPerSecond, final int udpFlows)
            throws IOException {
        final int port = LoopbackPorts.find();
        return new TrafficSettings(
                LOOPBACK.getHostAddress(), port, port, longLived, newPerSecond, udpFlows, 10, 3, 50, 5, 2_000);
    }
}
