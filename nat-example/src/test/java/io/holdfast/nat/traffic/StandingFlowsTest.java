package io.holdfast.nat.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StandingFlowsTest {
    private static final int FLOWS = 700;
    private static final long TURN_NS = 1_000_000;
    private static final long LIMIT_NS = 60_000_000_000L;
    private static final TrafficSettings SETTINGS =
            new TrafficSettings("10.0.0.2", 7000, 7100, 0, 0, 0, 20, 7, 200, 5, 3_000).withStandingFlows(FLOWS);

    @Test
    void shouldEstablishAllFlowsAndUseThemAllOnceMoreAtTheEnd() throws IOException {
        final Box box = new Box();
        final StandingFlows flows = box.runToEnd();
        assertEquals(FLOWS, flows.standing());
        assertTrue(flows.messages() >= 2 * FLOWS, "twice: " + flows.messages());
        assertEquals(List.of(), flows.broken());
        assertEquals(List.of(), box.server.changed());
        assertEquals(FLOWS, box.mappings.size());
    }

    @Test
    void shouldSendAgainWhatWasLost() throws IOException {
        final Box box = new Box();
        box.loses = 3;
        assertEquals(List.of(), box.runToEnd().broken());
    }

    @Test
    void shouldNoticeAFlowThatWasForgotten() throws IOException {
        final Box box = new Box();
        box.forgetsLater = 321;
        final List<FlowRecord> broken = box.runToEnd().broken();
        assertEquals(
                List.of(StandingFlows.FIRST_FLOW + 321),
                broken.stream().map(FlowRecord::flow).toList());
        assertTrue(broken.getFirst().isBroken());
    }

    @Test
    void shouldNoticeAFlowThatGotAnotherPort() throws IOException {
        final Box box = new Box();
        box.changesLater = 123;
        assertEquals(List.of(), box.runToEnd().broken());
        final List<ServerFlowRecord> changed = box.server.changed();
        assertEquals(1, changed.size());
        assertEquals(StandingFlows.FIRST_FLOW + 123, changed.getFirst().flow());
        assertEquals(2, changed.getFirst().sources().size());
    }

    /** A translator between both ends, which may lose datagrams, forget a flow, or give it another port. */
    private static final class Box {
        private final Map<String, Integer> mappings = new HashMap<>();
        private final Set<Integer> used = new HashSet<>();
        private final Map<Integer, DatagramListener> serverPorts = new HashMap<>();
        private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
        private final StandingServer server;
        private int nextPort = 1024;
        private int clientPorts;
        private int sent;
        private int loses;
        private int forgetsLater = -1;
        private int changesLater = -1;
        private boolean isLater;

        Box() throws IOException {
            server = new StandingServer(new Ports((port, listener) -> serverPorts.put(port, listener)), FLOWS);
        }

        StandingFlows runToEnd() throws IOException {
            final StandingFlows flows = new StandingFlows(new Ports((port, listener) -> {}), SETTINGS, 0);
            for (long nowNs = 0; !flows.isDone(); nowNs += TURN_NS) {
                assertTrue(nowNs < LIMIT_NS, "not done in time");
                flows.doWork(nowNs);
                while (!underWay.isEmpty()) {
                    underWay.poll().run();
                }
                if (flows.isEstablished()) {
                    isLater = true;
                    flows.finish(nowNs);
                }
            }
            return flows;
        }

        private void pass(final int client, final DatagramPort from, final ByteBuffer request, final int target) {
            final byte[] bytes = new byte[request.remaining()];
            request.get(bytes);
            final int flow = (target - StandingFlows.FIRST_SERVER_PORT) * 256 + client;
            if (loses > 0 && ++sent % loses == 0 || isLater && flow == forgetsLater) {
                return;
            }
            final String name = client + " " + target;
            if (isLater && flow == changesLater) {
                mappings.remove(name);
            }
            final int outer = mappings.computeIfAbsent(name, key -> nextPort++);
            used.add(outer);
            final DatagramPort back = (answer, remote) -> {
                final byte[] copy = new byte[answer.remaining()];
                answer.get(copy);
                underWay.add(() -> ((Port) from).listener.onDatagram(from, ByteBuffer.wrap(copy), remote));
                return true;
            };
            underWay.add(() -> serverPorts
                    .get(target)
                    .onDatagram(back, ByteBuffer.wrap(bytes), new InetSocketAddress("203.0.113.1", outer)));
        }

        private final class Port implements DatagramPort {
            private final int number;
            private final DatagramListener listener;

            private Port(final int number, final DatagramListener listener) {
                this.number = number;
                this.listener = listener;
            }

            @Override
            public boolean trySend(final ByteBuffer payload, final InetSocketAddress remote) {
                pass(number, this, payload, remote.getPort());
                return true;
            }
        }

        private interface Opened {
            void onOpened(int port, DatagramListener listener);
        }

        private final class Ports implements Network {
            private final Opened opened;

            private Ports(final Opened opened) {
                this.opened = opened;
            }

            @Override
            public Connection connect(final InetSocketAddress remote, final ConnectionListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void listen(final int port, final Function<Connection, ConnectionListener> acceptor) {}

            @Override
            public DatagramPort openDatagramPort(final int port, final DatagramListener listener) {
                opened.onOpened(port, listener);
                return new Port(port == 0 ? clientPorts++ : port, listener);
            }

            @Override
            public int poll(final long maxWaitNs) {
                return 0;
            }

            @Override
            public void close() {}
        }
    }
}
