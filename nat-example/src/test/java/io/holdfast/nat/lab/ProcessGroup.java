package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.nat.command.NodeStatusClient;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.recovery.NodeStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A test's group: nodes a and b and a witness, in processes of their own on loopback, that forward nothing. */
final class ProcessGroup implements AutoCloseable {
    static final String WITNESS = "witness";

    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(90);
    private static final long LOOK_MS = 20;
    private static final int ASK_MS = 2000;
    private static final int WITNESS_PORTS = 3;

    private final LabDirectory directory;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, ChildProcess> children = new HashMap<>();
    private final List<MemoryWire> wires = new ArrayList<>();
    private final Map<String, String> groupSettings = new HashMap<>();

    /**
     * Writes no settings yet, and starts nothing.
     *
     * @param groupSettings lines of the group's section at all three, such as {@code key: none}
     */
    ProcessGroup(final Path parent, final String groupSettings) throws IOException {
        directory = LabDirectory.create(parent);
        Files.writeString(directory.resolve("idle.click"), "Idle -> Discard;");
        for (final String node : List.of("a", "b", WITNESS)) {
            ports.put(node, LoopbackPorts.find());
            this.groupSettings.put(node, groupSettings);
        }
    }

    /** A file of the group's directory, where its settings are. */
    Path resolve(final String name) {
        return directory.resolve(name);
    }

    /** First port of a node, or of the witness. */
    int port(final String node) {
        return ports.get(node);
    }

    /** All ports of a node. */
    List<Integer> portsOf(final String node) {
        final List<Integer> all = new ArrayList<>();
        for (int i = 0; i < (node.equals(WITNESS) ? WITNESS_PORTS : LoopbackPorts.PER_MEMBER); i++) {
            all.add(port(node) + i);
        }
        return all;
    }

    /** Lines of the group's section at one of the three, from its next start on. */
    void groupSettings(final String node, final String lines) {
        groupSettings.put(node, lines);
    }

    private String groupSection(final String node) {
        return """
                group:
                  members:
                    a: 127.0.0.1:%d
                    b: 127.0.0.1:%d
                  witness: "127.0.0.1:%d"
                  directory: %s-registers
                  suspicionMs: 5000
                """.formatted(port("a"), port("b"), port(WITNESS), node)
                + groupSettings.get(node).stripTrailing().indent(2);
    }

    /** Starts the third vote. */
    void startWitness() throws IOException {
        Files.writeString(resolve("witness.yaml"), groupSection(WITNESS));
        startChild(WITNESS, "-Xmx64m", "witness");
    }

    /** Starts a node, for the first time or again. */
    void start(final String node) throws IOException {
        final Path wire = resolve(node + ".wire");
        Files.writeString(resolve(node + ".yaml"), """
                node: %s
                %sports:
                  - {name: lan, device: "memory,file=%s"}
                graph: idle.click
                runtime: %s
                idle: park
                """.formatted(node, groupSection(node), wire, resolve(node)));
        if (!Files.exists(wire)) {
            wires.add(MemoryWire.create(wire, 1, 1 << 16, wires.size() + 1));
        }
        startChild(node, "-Xmx256m", "node");
    }

    private void startChild(final String node, final String heap, final String command) {
        children.put(
                node,
                ChildProcess.start(
                        directory,
                        "node-" + node,
                        ChildJvm.attended(
                                List.of(heap),
                                HoldfastCommand.class.getName(),
                                List.of(command, "-c", file(node), "--new-group"))));
    }

    /** Starts all three; a is the first, and the master. */
    void startAll() throws IOException, InterruptedException {
        startWitness();
        start("a");
        await("a", NodeStatus::isMaster);
        start("b");
        awaitProtected("a", "b");
    }

    /** Kills a process. */
    void kill(final String node) {
        children.get(node).close();
    }

    /** A node's settings file. */
    String file(final String node) {
        return resolve(node + ".yaml").toString();
    }

    void awaitProtected(final String master, final String replica) throws InterruptedException {
        await(master, status -> status.isMaster() && status.isProtected());
        await(replica, status -> status.isReplica() && status.isProtected());
    }

    /** A node's status now. */
    NodeStatus status(final String node) throws IOException {
        return new NodeStatusClient(ControlSocketPath.in(resolve(node))).ask(ASK_MS);
    }

    /** Waits for a status; returns it. */
    NodeStatus await(final String node, final Predicate<NodeStatus> condition) throws InterruptedException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        NodeStatus last = null;
        while (last == null || !condition.test(last)) {
            final NodeStatus seen = last;
            assertTrue(System.nanoTime() < deadline, () -> node + " not in time: " + seen + "\n" + logs());
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            try {
                last = status(node);
            } catch (final IOException e) {
                // Not up yet.
            }
        }
        return last;
    }

    /** Repeats a command until it says something; returns what it says. */
    String awaitOutput(final String text, final String... arguments) throws InterruptedException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        String output = "";
        while (!output.contains(text)) {
            final String seen = output;
            assertTrue(System.nanoTime() < deadline, () -> text + " not in time: " + seen + "\n" + logs());
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            output = run(0, arguments);
        }
        return output;
    }

    /** Last words of all processes. */
    String logs() {
        final StringBuilder logs = new StringBuilder();
        children.values().forEach(child -> logs.append(child.logTail()));
        return logs.toString();
    }

    /** Runs a command; returns what it says, errors included. */
    static String run(final int expectedStatus, final String... arguments) {
        final PrintStream out = System.out;
        final PrintStream err = System.err;
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            final int status = HoldfastCommand.execute(arguments);
            final String text = said.toString(StandardCharsets.UTF_8);
            assertEquals(expectedStatus, status, text);
            assertFalse(text.contains("unexpected failure"), text);
            return text;
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Override
    public void close() {
        children.values().forEach(ChildProcess::close);
        wires.forEach(MemoryWire::close);
        directory.delete();
    }
}
