package io.holdfast.element.rewriter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.element.Frames;
import io.holdfast.element.Frames.End;
import io.holdfast.element.GraphTester;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.steering.FlowSteering;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends every packet to the worker that steering names, and sees where answers would go. */
class SteeredMappingsTest {
    private static final int OUTER_IP = 0x09000001;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private static final String CONFIGURATION = """
            rw :: %s(pattern %s 0 1, drop, MAPPING_CAPACITY 70000, PORT_TRIES %d);
            TestInput(0) -> CheckIPHeader -> [0] rw; TestInput(1) -> CheckIPHeader -> [1] rw;
            rw[0] -> TestOutput(0); rw[1] -> TestOutput(1)
            """;

    /** A node of several workers, in one thread. */
    private static final class Node implements AutoCloseable {
        private final FlowSteering steering;
        private final FlatStateStore state = new FlatStateStore();
        private final List<GraphTester> workers = new ArrayList<>();

        Node(final int count, final String element, final String pattern, final int tries) {
            steering = FlowSteering.of(count);
            for (int worker = 0; worker < count; worker++) {
                workers.add(GraphTester.worker(
                        CONFIGURATION.formatted(element, pattern, tries),
                        worker,
                        count,
                        state,
                        AccessControl.UNPROTECTED));
            }
        }

        int owner(final End from, final End to, final int protocol) {
            return steering.worker(from.ip(), from.port(), to.ip(), to.port(), protocol);
        }

        /** The outer end that a flow gets, null if its packet was dropped. */
        End open(final End inside, final End outside) {
            final GraphTester worker = workers.get(owner(inside, outside, UDP));
            worker.receive(0, new byte[][] {Frames.udp(inside, outside, true, 64, new byte[4])});
            final List<byte[]> sent = worker.sentBytes(0);
            return sent.isEmpty() ? null : Frames.source(sent.getFirst(), 0);
        }

        void assertAnswered(final End outside, final End outer, final End inside) {
            final GraphTester worker = workers.get(owner(outside, outer, UDP));
            worker.receive(1, new byte[][] {Frames.udp(outside, outer, true, 64, new byte[4])});
            assertEquals(inside, Frames.destination(worker.sentBytes(1).getFirst(), 0));
        }

        long sum(final String counter) {
            return workers.stream()
                    .mapToLong(worker -> worker.statistic("rw." + counter))
                    .sum();
        }

        @Override
        public void close() {
            workers.forEach(GraphTester::close);
            state.close();
        }
    }

    @Property(tries = 60)
    void shouldHaveAnswersComeToTheWorkerThatMadeTheMapping(
            @ForAll @IntRange(min = 0, max = 2) final int workersLog,
            @ForAll @IntRange(min = 0, max = 2) final int form,
            @ForAll final long seed) {
        final String suffix = List.of("", "#", "?").get(form);
        final Random random = new Random(seed);
        try (Node node = new Node(1 << workersLog, "IPRewriter", "9.0.0.1 1024-65535" + suffix + " - -", 128)) {
            for (int i = 0; i < 200; i++) {
                final End inside = new End(0x0a000000 + random.nextInt(1 << 16), random.nextInt(1 << 16));
                final End outside = new End(random.nextInt(), random.nextInt(1 << 16));
                final End outer = node.open(inside, outside);
                assertEquals(OUTER_IP, outer.ip());
                assertEquals(node.owner(inside, outside, UDP), node.owner(outside, outer, UDP));
                node.assertAnswered(outside, outer, inside);
            }
            assertEquals(0, node.sum("mappings.split"));
            assertEquals(0, node.sum("mappingFailures"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldHaveAnswersToPingsComeToTheWorkerThatMadeTheMapping(final int workers) {
        try (Node node = new Node(workers, "ICMPPingRewriter", "9.0.0.1 0-65535? - -", 128)) {
            for (int identifier = 0; identifier < 500; identifier++) {
                final int host = 0x0a000002 + identifier % 7;
                final int outside = 0x08080808;
                final int owner = node.owner(new End(host, identifier), new End(outside, 0), ICMP);
                final GraphTester worker = node.workers.get(owner);
                worker.receive(0, new byte[][] {Frames.ping(true, host, outside, identifier, 64, new byte[4])});
                final byte[] sent = worker.sentBytes(0).getFirst();
                final int given = (sent[24] & 0xff) << 8 | sent[25] & 0xff;
                assertEquals(owner, node.owner(new End(outside, 0), new End(OUTER_IP, given), ICMP));
                worker.receive(1, new byte[][] {Frames.ping(false, outside, OUTER_IP, given, 64, new byte[4])});
                assertEquals(1, worker.sentBytes(1).size());
            }
            assertEquals(0, node.sum("mappings.split"));
        }
    }

    /** Towards one server: by then every port is in use, and no flow is refused before. */
    @ParameterizedTest
    @CsvSource({"1, #", "2, ?", "4, ?", "4, #", "3, ''"})
    void shouldUseTheWholeRangeInTotal(final int workers, final String choice) {
        final int ports = 2000;
        final End outside = new End(0x08080808, 443);
        try (Node node = new Node(workers, "IPRewriter", "9.0.0.1 1024-3023" + choice + " - -", 65_536)) {
            final BitSet given = new BitSet();
            for (int flow = 0; flow < ports; flow++) {
                given.set(node.open(new End(0x0a000002 + flow % 200, 5000 + flow), outside)
                        .port());
            }
            assertEquals(ports, given.cardinality());
            assertEquals(1024, given.nextSetBit(0));
            assertEquals(3024, given.length());
            assertEquals(null, node.open(new End(0x0a000001, 1), outside));
            assertEquals(1, node.sum("drops.noPort"));
            assertTrue(node.sum("mappings.split") < ports / 10, node.sum("mappings.split") + " mappings are split");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldGivePortsFromAllOverTheRange(final int workers) {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final int parts = 16;
        final int flows = 8000;
        final int[] given = new int[parts];
        try (Node node = new Node(workers, "IPRewriter", "9.0.0.1 1024-65535? - -", 128)) {
            for (int flow = 0; flow < flows; flow++) {
                final End inside = new End(0x0a000002 + random.nextInt(250), 32_768 + random.nextInt(28_000));
                given[(node.open(inside, new End(0x08080808 + flow % 50, 443)).port() - 1024) / (64_512 / parts)]++;
            }
        }
        for (final int ofPart : given) {
            assertEquals(flows / parts, ofPart, 0.3 * flows / parts, "seed " + seed);
        }
    }

    @Test
    void shouldMapAllTheSameWhereThePatternLeavesNoChoice() {
        try (Node node = new Node(4, "IPRewriter", "9.0.0.1 - - -", 128)) {
            int split = 0;
            for (int flow = 0; flow < 200; flow++) {
                final End inside = new End(0x0a000002 + flow, 5000);
                final End outside = new End(0x08080808, 1000 + flow);
                final End outer = node.open(inside, outside);
                assertEquals(new End(OUTER_IP, 5000), outer);
                split += node.owner(inside, outside, UDP) == node.owner(outside, outer, UDP) ? 0 : 1;
                node.assertAnswered(outside, outer, inside);
            }
            assertEquals(split, node.sum("mappings.split"));
            assertTrue(split > 0);
        }
    }
}
