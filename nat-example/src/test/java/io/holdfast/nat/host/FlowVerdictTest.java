package io.holdfast.nat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.nat.traffic.FlowKind;
import io.holdfast.nat.traffic.FlowRecord;
import io.holdfast.nat.traffic.TrafficSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the client says about flows to which something bad has happened. */
class FlowVerdictTest {
    private static final int TCP_PAYLOAD = 54;
    private static final int TCP_FLAGS = 47;

    @Test
    void shouldReportAStalledConnectionAsBroken() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(1, 0, 0), 1);
        network.run(500);
        network.clientWire.fault = frame -> null;
        network.run(3_000);
        shouldBeBroken(network, "no progress: message");
    }

    @Test
    void shouldReportAConnectionThatNeverOpensAsBroken() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(1, 0, 0), 1);
        network.clientWire.fault = frame -> null;
        network.run(3_000);
        shouldBeBroken(network, "no progress: no connection");
    }

    @Test
    void shouldReportAResetConnectionAsBroken() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(1, 0, 0), 1);
        network.run(500);
        network.serverWire.fault = onTcpPayload(frame -> {
            frame[TCP_FLAGS] = TcpSegment.RST | TcpSegment.ACK;
            return frame;
        });
        network.run(100);
        shouldBeBroken(network, "reset");
    }

    @Test
    void shouldReportWrongContentAsBroken() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(1, 0, 0), 1);
        network.run(500);
        network.serverWire.fault = onTcpPayload(frame -> {
            frame[TCP_PAYLOAD + 60] ^= 1;
            return frame;
        });
        network.run(100);
        shouldBeBroken(network, "wrong content");
    }

    @Test
    void shouldReportAnotherFlowsAnswerAsBroken() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(2, 0, 0), 1);
        network.run(1_500);
        final byte[][] other = new byte[1][];
        network.serverWire.fault = onTcpPayload(frame -> {
            final byte[] mine = frame.clone();
            if (other[0] != null) {
                System.arraycopy(other[0], TCP_PAYLOAD, frame, TCP_PAYLOAD, frame.length - TCP_PAYLOAD);
            }
            other[0] = mine;
            return frame;
        });
        network.run(200);
        shouldBeBroken(network, "wrong content");
    }

    @Test
    void shouldReportASilentDatagramFlowAsBroken() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(0, 0, 1), 1);
        network.run(500);
        network.serverWire.fault = frame -> null;
        network.run(3_000);
        shouldBeBroken(network, "no datagram answered");
    }

    @Test
    void shouldCountLostDatagramsWithoutBreakingTheFlow() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(0, 0, 1), 1);
        network.run(500);
        network.clientWire.fault = frame -> null;
        network.run(1_000);
        network.clientWire.fault = frame -> frame;
        network.run(500);
        final var report = network.finish();
        assertTrue(report.flows().stream().noneMatch(FlowRecord::isBroken));
        final long[] sent = report.sentNs().values().iterator().next();
        final long[] received =
                network.server().report().receivedNs().values().iterator().next();
        int lost = 0;
        for (int i = 0; i < sent.length; i++) {
            lost += i >= received.length || received[i] == FlowRecord.NEVER ? 1 : 0;
        }
        assertEquals(100, lost, 2);
    }

    @Test
    void shouldResetConnectionsThatTheServerDoesNotKnow() throws IOException {
        final SimulatedNetwork network = new SimulatedNetwork(settings(3, 0, 0), 1);
        network.run(1_500);
        // From here on every frame comes from another port: to the server these are strangers.
        network.clientWire.fault = onTcpPayload(frame -> {
            Bytes.put16(frame, 34, Bytes.get16(frame, 34) ^ 0x4000);
            return frame;
        });
        network.serverWire.fault = onTcp(frame -> {
            Bytes.put16(frame, 36, Bytes.get16(frame, 36) ^ 0x4000);
            return frame;
        });
        network.run(200);
        shouldBeBroken(network, "reset");
    }

    private static void shouldBeBroken(final SimulatedNetwork network, final String reason) {
        final List<FlowRecord> flows = network.client.report().flows();
        assertTrue(network.client.progress().broken() > 0, "nothing was broken");
        for (final FlowRecord flow : flows) {
            assertTrue(flow.isBroken() && flow.failure().contains(reason), flow.kind() + ": " + flow.failure());
            assertTrue(flow.kind() == FlowKind.UDP || flow.failedNs() != FlowRecord.NEVER);
        }
    }

    /** Changes TCP segments with content, and sets their checksums right again. */
    private static UnaryOperator<byte[]> onTcpPayload(final UnaryOperator<byte[]> change) {
        return onTcp(frame -> frame.length > TCP_PAYLOAD ? change.apply(frame) : frame);
    }

    private static UnaryOperator<byte[]> onTcp(final UnaryOperator<byte[]> change) {
        return frame -> {
            if (Bytes.get16(frame, 12) != Ipv4.ETHER_TYPE_IPV4 || Ipv4.protocol(frame) != Ipv4.PROTOCOL_TCP) {
                return frame;
            }
            final byte[] changed = change.apply(frame.clone());
            Bytes.put16(changed, 50, 0);
            Bytes.put16(changed, 50, Ipv4.payloadChecksum(changed));
            return changed;
        };
    }

    private static TrafficSettings settings(final int longLived, final int newPerSecond, final int udpFlows) {
        return new TrafficSettings("10.0.0.2", 7000, 7100, longLived, newPerSecond, udpFlows, 20, 4, 100, 10, 2_000);
    }
}
