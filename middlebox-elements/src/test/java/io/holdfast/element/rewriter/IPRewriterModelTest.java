package io.holdfast.element.rewriter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.Frames;
import io.holdfast.element.Frames.End;
import io.holdfast.element.GraphTester;
import io.holdfast.element.rewriter.ReferenceNat.Flow;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares the rewriter with {@link ReferenceNat} over random interleavings of flows, answers and pauses. */
class IPRewriterModelTest {
    private static final int OUTER_IP = 0x09000001;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 4;
    private static final int TTL = 60;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long TIMEOUT_NS = 10 * SECOND_NS;
    /** One touch interval added to the timeout, one of staleness, two sweeps. */
    private static final long SLACK_NS = 4 * SECOND_NS;

    private static final String CONFIGURATION = """
            rw :: IPRewriter(pattern 9.0.0.1 1024-1027%s - - 0 1, drop, UDP_TIMEOUT 10, TCP_TIMEOUT 10,
                             TCP_DONE_TIMEOUT 10, TCP_NODATA_TIMEOUT 10, REAP_INTERVAL 1);
            TestInput(0) -> CheckIPHeader -> [0] rw; TestInput(1) -> CheckIPHeader -> [1] rw;
            rw[0] -> TestOutput(0); rw[1] -> TestOutput(1)
            """;

    /** What happens next. */
    private enum What {
        OUT,
        OUT_SYN,
        BACK,
        PAUSE
    }

    private record Action(What what, boolean isTcp, int host, int hostPort, int server, int amount) {
        Flow flow() {
            return new Flow(isTcp, new End(0x0a000002 + host, 2000 + hostPort), new End(0x08000001 + server, 80));
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return Combinators.combine(
                        Arbitraries.of(
                                What.OUT, What.OUT, What.OUT_SYN, What.OUT_SYN, What.BACK, What.BACK, What.PAUSE),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 6000))
                .as(Action::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 300)
    void shouldBehaveLikeTheReference(
            @ForAll("actions") final List<Action> actions, @ForAll final PortRange.Choice choice) {
        final String suffix = switch (choice) {
            case SEQUENTIAL -> "#";
            case RANDOM -> "?";
            default -> "";
        };
        try (GraphTester graph = GraphTester.of(CONFIGURATION.formatted(suffix))) {
            new Run(graph).all(actions);
        }
    }

    private static final class Run {
        private final GraphTester graph;
        private final ReferenceNat reference = new ReferenceNat(TIMEOUT_NS, SLACK_NS);
        private long nowNs = GraphTester.START_NS;

        private Run(final GraphTester graph) {
            this.graph = graph;
        }

        private void all(final List<Action> actions) {
            for (final Action action : actions) {
                switch (action.what()) {
                    case OUT -> out(action, Frames.ACK);
                    case OUT_SYN -> out(action, Frames.SYN);
                    case BACK -> back(action);
                    case PAUSE -> {
                        nowNs += action.amount() * 1_000_000L;
                        graph.advance(action.amount() * 1_000_000L);
                    }
                }
                final int size = Integer.parseInt(graph.read("rw.size"));
                assertTrue(size >= reference.sureCount(nowNs), size + " mappings are too few");
                assertTrue(size <= reference.possibleCount(nowNs), size + " mappings are too many");
            }
            graph.advance(TIMEOUT_NS + SLACK_NS);
            assertEquals("0", graph.read("rw.size"));
            assertEquals(0, graph.statistic("rw.mappings.orphansRemoved"));
        }

        private void out(final Action action, final int flags) {
            final Flow flow = action.flow();
            final boolean wasPossible = reference.isPossible(flow, nowNs);
            final int surePort = reference.surePort(flow, nowNs);
            graph.receive(0, new byte[][] {packet(flow, flow.inside(), flow.outside(), flags)});
            final List<byte[]> sent = graph.sentBytes(0);
            if (sent.isEmpty()) {
                assertEquals(-1, surePort, "a mapping was lost");
                final boolean mayBeRefused = flow.isTcp() && flags != Frames.SYN;
                assertTrue(
                        mayBeRefused || reference.possibleCount(flow.isTcp(), flow.outside(), nowNs) >= PORTS,
                        "refused though ports were free");
                return;
            }
            if (!wasPossible) {
                assertTrue(!flow.isTcp() || flags == Frames.SYN, "made by a packet that is no SYN");
                assertTrue(reference.sureCount(flow.isTcp(), flow.outside(), nowNs) < PORTS, "a port too many");
            }
            final End outer = Frames.source(sent.getFirst(), 0);
            assertEquals(OUTER_IP, outer.ip());
            assertTrue(outer.port() >= FIRST_PORT && outer.port() < FIRST_PORT + PORTS, "port " + outer.port());
            assertArrayEquals(packet(flow, outer, flow.outside(), flags), sent.getFirst());
            Frames.assertChecksums(sent.getFirst(), 0);
            reference.sent(flow, outer.port(), nowNs);
        }

        private void back(final Action action) {
            final Flow flow = action.flow();
            final int surePort = reference.surePort(flow, nowNs);
            final int port = surePort >= 0 ? surePort : Math.max(FIRST_PORT, reference.lastPort(flow));
            final byte[] answer = packet(flow, flow.outside(), new End(OUTER_IP, port), Frames.ACK);
            graph.receive(1, new byte[][] {answer});
            final List<byte[]> sent = graph.sentBytes(1);
            assertTrue(sent.size() == 1 || surePort < 0, "an answer was lost");
            if (sent.isEmpty()) {
                return;
            }
            final Flow receiver = new Flow(flow.isTcp(), Frames.destination(sent.getFirst(), 0), flow.outside());
            assertTrue(reference.isPossible(receiver, nowNs), "an answer to nobody was let in");
            assertEquals(port, reference.lastPort(receiver), "an answer went to the wrong host");
            assertArrayEquals(packet(flow, flow.outside(), receiver.inside(), Frames.ACK), sent.getFirst());
            Frames.assertChecksums(sent.getFirst(), 0);
            reference.answered(receiver, nowNs);
        }

        private static byte[] packet(final Flow flow, final End from, final End to, final int flags) {
            final byte[] data = {1, 2, 3};
            return flow.isTcp() ? Frames.tcp(from, to, flags, TTL, data) : Frames.udp(from, to, true, TTL, data);
        }
    }
}
