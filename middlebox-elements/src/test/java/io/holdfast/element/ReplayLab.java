package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs a graph three times and compares: as a master, as a replica that gets only the steps that the master was told to
 * change state in, and as a node that joins half-way with nothing but a copy of the master's state.
 *
 * <p>The three must send the same packets and end in the same state, bit by bit. State kept anywhere but in containers
 * is missing on the node that joins, a change that is not told is missing on the replica, and {@link NoticeControl}
 * looks at the memory itself.
 */
final class ReplayLab implements AutoCloseable {
    private static final int STEPS = 60;
    private static final int PORTS = 4;

    /** Of a node of a pair; a plain run would keep less. */
    private static final AccessControl PROTECTED = new AccessControl() {};

    private final String configuration;
    private final long seed;
    private final List<ReplayTraffic.Step> given;
    private final String[] portNames;
    private final List<Node> nodes = new ArrayList<>();
    private final NoticeControl control = new NoticeControl();

    /** A graph and its state. */
    private record Node(GraphTester graph, DeafStateStore state) {}

    /** A lab with random traffic. */
    ReplayLab(final String configuration, final long seed) {
        this(configuration, seed, null);
    }

    /**
     * A lab with given traffic.
     *
     * @param seed of the step at which the third node joins
     * @param given the steps, or null for random ones
     * @param portNames ports of the node, by number; none for those of {@link GraphTester}
     */
    ReplayLab(
            final String configuration,
            final long seed,
            final List<ReplayTraffic.Step> given,
            final String... portNames) {
        this.configuration = configuration;
        this.seed = seed;
        this.given = given;
        this.portNames = portNames;
    }

    /** Runs; the container of that owner and name tells nothing, if one is named. */
    void run(final String deafOwner, final String deafName) {
        final Node master = node(control, deafOwner, deafName);
        final Node replica = node(PROTECTED, null, null);
        control.watch(master.state());
        final List<ReplayTraffic.Step> steps = given == null ? randomSteps(master.graph()) : given;
        final int third = Math.max(1, steps.size() / 3);
        final int joinAt = third + new Random(seed).nextInt(third);
        Node joiner = null;
        long waitingNs = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (i == joinAt) {
                joiner = join(master);
            }
            final ReplayTraffic.Step step = steps.get(i);
            step.run(master.graph());
            final List<String> sent = sent(master.graph());
            final String place = "step " + i + " of seed " + seed + ", " + configuration + ": " + step;
            if (control.endStep()) {
                replica.graph().advance(waitingNs);
                waitingNs = 0;
                step.run(replica.graph());
                assertEquals(sent, sent(replica.graph()), place);
            } else {
                waitingNs += step.advanceNs();
            }
            if (joiner != null) {
                step.run(joiner.graph());
                assertEquals(sent, sent(joiner.graph()), "joined: " + place);
            }
        }
        assertSameState(master, replica);
        assertSameState(master, joiner);
    }

    private List<ReplayTraffic.Step> randomSteps(final GraphTester graph) {
        final ReplayTraffic traffic = new ReplayTraffic(seed, writers(graph));
        return Stream.generate(traffic::next).limit(STEPS).toList();
    }

    private Node node(final AccessControl accessControl, final String deafOwner, final String deafName) {
        final DeafStateStore state = new DeafStateStore(deafOwner, deafName);
        final Node node = new Node(GraphTester.worker(configuration, 0, 1, state, accessControl, portNames), state);
        nodes.add(node);
        return node;
    }

    private Node join(final Node master) {
        final Node joiner = node(PROTECTED, null, null);
        final List<StateRegion> from = master.state().regions();
        final List<StateRegion> to = joiner.state().regions();
        for (int i = 0; i < from.size(); i++) {
            assertEquals(from.get(i).name(), to.get(i).name());
            assertEquals(
                    from.get(i).lengthBytes(),
                    to.get(i).lengthBytes(),
                    from.get(i).name());
            NativeMemory.copy(
                    from.get(i).address(), to.get(i).address(), from.get(i).lengthBytes());
        }
        joiner.graph().setTime(master.graph().timeNs());
        return joiner;
    }

    /** Write handlers of the element under test, {@code x}. */
    private static List<String> writers(final GraphTester graph) {
        return graph.read("x.handlers")
                .lines()
                .filter(line -> line.endsWith("w"))
                .map(line -> "x." + line.substring(0, line.indexOf('\t')))
                .toList();
    }

    private List<String> sent(final GraphTester graph) {
        final List<String> sent = new ArrayList<>();
        for (int port = 0; port < (portNames.length == 0 ? PORTS : portNames.length); port++) {
            for (final String frame : graph.sent(port)) {
                sent.add(port + ": " + frame);
            }
        }
        return sent;
    }

    private void assertSameState(final Node expected, final Node actual) {
        final List<StateRegion> regions = expected.state().regions();
        for (int i = 0; i < regions.size(); i++) {
            assertArrayEquals(
                    NoticeControl.bytes(regions.get(i)),
                    NoticeControl.bytes(actual.state().regions().get(i)),
                    "state " + regions.get(i).name() + ", seed " + seed + ", " + configuration);
        }
    }

    @Override
    public void close() {
        for (final Node node : nodes) {
            node.graph().close();
            node.state().close();
        }
    }
}
