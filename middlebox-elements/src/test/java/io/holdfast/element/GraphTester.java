package io.holdfast.element;

import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Runs a graph in memory, for tests: frames in, frames out, a clock that the test moves.
 *
 * <pre>{@code
 * try (GraphTester graph = GraphTester.of("TestInput(0) -> Paint(3) -> TestOutput(1)")) {
 *     graph.receive(0, "0123456789ab");
 *     assertEquals(List.of("0123456789ab"), graph.sent(1));
 * }
 * }</pre>
 *
 * <p>The node has four ports, named {@code p0} to {@code p3}, or those that the test names. Besides the standard
 * elements there are {@code TestInput(PORT)} and {@code TestOutput(PORT)}, by port number. {@link #close} fails if the
 * graph leaked a packet. The clock begins at 1,000 seconds.
 */
public final class GraphTester implements AutoCloseable {
    /** Time at which every test begins, in nanoseconds. */
    public static final long START_NS = 1_000_000_000_000L;

    private static final String[] DEFAULT_PORTS = {"p0", "p1", "p2", "p3"};
    /** Turns of a worker for which a test waits for tasks to end. */
    private static final int MAX_TURNS = 100;

    private static final HexFormat HEX = HexFormat.of();

    private final GraphDefinition definition;
    private final StateStore ownState;
    private final TestEnvironment environment;
    private final ElementGraph graph;
    private final PacketBatch batch = new PacketBatch();
    private int knownBytes = Integer.MAX_VALUE;

    private GraphTester(
            final GraphDefinition definition, final StateStore ownState, final TestEnvironment environment) {
        this.definition = definition;
        this.ownState = ownState;
        this.environment = environment;
        environment.clock().advanceTo(START_NS);
        graph = definition.build(environment);
    }

    /** Builds a graph with one worker, unprotected. */
    public static GraphTester of(final String configuration, final String... portNames) {
        return of(configuration, AccessControl.UNPROTECTED, portNames);
    }

    /** Builds a graph with one worker whose accesses go through the given control. */
    public static GraphTester of(
            final String configuration, final AccessControl accessControl, final String... portNames) {
        final StateStore state = new FlatStateStore();
        return new GraphTester(
                define(configuration), state, new TestEnvironment(0, 1, state, accessControl, ports(portNames)));
    }

    /** Builds a graph with one worker, unprotected, that may use the given classes. */
    static GraphTester of(final String configuration, final ElementClasses classes) {
        final StateStore state = new FlatStateStore();
        return new GraphTester(
                GraphDefinition.parse("test.click", configuration, Map.of(), classes),
                state,
                new TestEnvironment(0, 1, state, AccessControl.UNPROTECTED, ports()));
    }

    /** Moves the clock to another graph's, without a timer's firing. */
    GraphTester clockTo(final GraphTester other) {
        environment.clock().advanceTo(other.environment.clock().timeNs());
        return this;
    }

    /** Builds one worker's graph over a state that the test shares between workers, and closes itself. */
    public static GraphTester worker(
            final String configuration,
            final int worker,
            final int workers,
            final StateStore state,
            final AccessControl accessControl,
            final String... portNames) {
        return new GraphTester(
                define(configuration),
                null,
                new TestEnvironment(worker, workers, state, accessControl, ports(portNames)));
    }

    /** Reads and checks a configuration with the standard elements and the test ports. */
    public static GraphDefinition define(final String configuration) {
        return GraphDefinition.parse("test.click", configuration, Map.of(), classes());
    }

    /** The standard elements and the test ports. */
    public static ElementClasses classes() {
        final ElementClasses classes = ElementClasses.standard();
        TestPorts.register(classes);
        return classes;
    }

    public GraphDefinition definition() {
        return definition;
    }

    public ElementGraph graph() {
        return graph;
    }

    public StateStore state() {
        return environment.state();
    }

    /** Limits the known bytes of the frames received from here on, as a log that keeps only headers would. */
    public GraphTester limitKnown(final int bytes) {
        knownBytes = bytes;
        return this;
    }

    /** Receives frames, given in hexadecimal (spaces are ignored), as one burst. */
    public GraphTester receive(final int port, final String... framesHex) {
        final byte[][] frames = new byte[framesHex.length][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = HEX.parseHex(framesHex[i].replaceAll("\\s", ""));
        }
        return receive(port, frames);
    }

    /** Receives frames as one burst (several, if they are more than a burst holds). */
    public GraphTester receive(final int port, final byte[]... frames) {
        for (final byte[] frame : frames) {
            if (batch.isFull()) {
                graph.receive(port, batch);
            }
            final Packet packet = PacketBytes.copyOf(environment.pool(), frame);
            packet.limitKnown(knownBytes);
            batch.add(packet);
        }
        graph.receive(port, batch);
        return settle();
    }

    /** Runs the tasks that are scheduled, as a worker does between bursts; not for ever. */
    public GraphTester settle() {
        for (int turn = 0;
                turn < MAX_TURNS
                        && graph.nextDeadlineNs() <= environment.clock().timeNs();
                turn++) {
            graph.runTimers();
        }
        return this;
    }

    /** Lines shown to people since this was last asked. */
    public List<String> printed() {
        return environment.takePrinted();
    }

    /** Whether an element has asked the driver to stop. */
    public boolean isStopRequested() {
        return environment.isStopRequested();
    }

    /** Frames sent out of a port since this was last asked, in hexadecimal. */
    public List<String> sent(final int port) {
        return sentBytes(port).stream().map(HEX::formatHex).toList();
    }

    /** Frames sent out of a port since this was last asked. */
    public List<byte[]> sentBytes(final int port) {
        return environment.takeSent(port);
    }

    /** Moves the clock on and fires the timers that become due, each at its deadline. */
    public GraphTester advance(final long nanoseconds) {
        final long endNs = environment.clock().timeNs() + nanoseconds;
        int turns = 0;
        while (graph.nextDeadlineNs() <= endNs) {
            environment.clock().advanceTo(graph.nextDeadlineNs());
            graph.runTimers();
            if (++turns > 1_000_000) {
                throw new AssertionError("a timer sets itself to the past again and again");
            }
        }
        environment.clock().advanceTo(endNs);
        return this;
    }

    /** Time of the graph, in nanoseconds. */
    public long timeNs() {
        return environment.clock().timeNs();
    }

    /** Sets the clock of a graph whose state comes from another. */
    void setTime(final long timeNs) {
        environment.clock().advanceTo(timeNs);
    }

    public String read(final String handler) {
        return graph.read(handler);
    }

    public void write(final String handler, final String value) {
        graph.write(handler, value);
    }

    /** Value of an element's statistics counter, such as {@code check.drops}. */
    public long statistic(final String name) {
        return graph.statistics().stream()
                .filter(counter -> counter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no counter " + name + " in "
                        + graph.statistics().stream()
                                .map(StatisticsCounter::name)
                                .toList()))
                .get();
    }

    /** Packets that elements hold at present. */
    public int heldPackets() {
        return environment.pool().inUsePackets();
    }

    /** Closes the graph; fails if a packet is still out. */
    @Override
    public void close() {
        graph.close();
        final int leaked = environment.pool().inUsePackets();
        environment.pool().close();
        if (ownState != null) {
            ownState.close();
        }
        if (leaked > 0) {
            throw new AssertionError(leaked + " packets leaked");
        }
    }

    private static List<String> ports(final String... portNames) {
        return List.of(portNames.length == 0 ? DEFAULT_PORTS : portNames);
    }
}
