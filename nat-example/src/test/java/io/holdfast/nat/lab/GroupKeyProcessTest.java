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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own, with keys in files. */
class GroupKeyProcessTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(40);

    @TempDir
    private Path parent;

    private LabDirectory directory;
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<MemoryWire> wires = new ArrayList<>();
    private final List<ChildProcess> children = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        directory = LabDirectory.create(parent);
        Files.writeString(directory.resolve("idle.click"), "Idle -> Discard;");
        for (final String node : List.of("a", "b")) {
            ports.put(node, LoopbackPorts.find());
        }
    }

    @AfterEach
    void close() {
        children.forEach(ChildProcess::close);
        wires.forEach(MemoryWire::close);
        directory.delete();
    }

    /** A story: a stranger in the replica's place, the right replica, a rotation, and a master's death. */
    @Test
    void shouldKeepAStrangerOutAndLiveThroughARotation() throws Exception {
        key("group.key");
        key("strange.key");
        start("a", "group.key");
        final ChildProcess stranger = start("b", "strange.key");
        await("a", status -> status.counter("datagrams.unknownKey") > 20);
        assertFalse(status("a").isProtected());
        assertFalse(status("b").isMaster() || status("b").isReplica());
        assertTrue(status("b").counter("datagrams.unknownKey") > 0, "it hears the master, and understands nothing");
        stranger.close();

        start("b", "group.key");
        await("a", status -> status.isMaster() && status.isProtected());
        final long view = status("a").view();
        for (final String step : List.of("--add", "--promote", "--retire")) {
            assertEquals(0, HoldfastCommand.execute("key", step, keyOf("a").toString()));
            awaitLog(
                    "a",
                    "group keys replaced",
                    1 + List.of("--add", "--promote", "--retire").indexOf(step));
            Files.copy(keyOf("a"), keyOf("b"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            awaitLog(
                    "b",
                    "group keys replaced",
                    1 + List.of("--add", "--promote", "--retire").indexOf(step));
        }
        final long opened = status("a").counter("datagrams.opened");
        await("a", status -> status.counter("datagrams.opened") > opened + 20);
        assertTrue(status("a").isProtected());
        assertEquals(view, status("a").view(), "no view was changed");

        children.getFirst().close();
        await("b", NodeStatus::isMaster);
        assertEquals("lifeline closed", status("b").detection());
    }

    private void key(final String name) {
        final Path file = directory.resolve(name);
        assertEquals(0, HoldfastCommand.execute("key", file.toString()));
    }

    private Path keyOf(final String node) {
        return directory.resolve(node + ".key");
    }

    private ChildProcess start(final String node, final String keyFile) throws IOException {
        Files.copy(
                directory.resolve(keyFile),
                keyOf(node),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        final Path file = directory.resolve(node + ".yaml");
        Files.writeString(file, """
                node: %s
                group:
                  members:
                    a: 127.0.0.1:%d
                    b: 127.0.0.1:%d
                  keyFile: %s.key
                ports:
                  - {name: lan, device: "memory,file=%s/%s.wire"}
                graph: idle.click
                runtime: %s/%s
                failover: {replicaWaitMs: 0}
                """.formatted(
                        node, ports.get("a"), ports.get("b"), node, directory.path(), node, directory.path(), node));
        wires.add(MemoryWire.create(directory.resolve(node + ".wire"), 1, 1 << 16, wires.size() + 1));
        final ChildProcess child = ChildProcess.start(
                directory,
                "node-" + node,
                ChildJvm.attended(
                        List.of("-Xmx256m"), HoldfastCommand.class.getName(), List.of("node", "-c", file.toString())));
        children.add(child);
        return child;
    }

    private NodeStatus status(final String node) throws IOException {
        return new NodeStatusClient(ControlSocketPath.in(directory.resolve(node))).ask(2000);
    }

    private void await(final String node, final Predicate<NodeStatus> condition) throws InterruptedException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        NodeStatus last = null;
        while (last == null || !condition.test(last)) {
            assertTrue(System.nanoTime() < deadline, node + " not in time: " + last + "\n" + logs());
            TimeUnit.MILLISECONDS.sleep(20);
            try {
                last = status(node);
            } catch (final IOException e) {
                // Not up yet.
            }
        }
    }

    private void awaitLog(final String node, final String text, final int times) throws Exception {
        final Path log = directory.resolve("node-" + node + ".log");
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (Files.readAllLines(log).stream()
                        .filter(line -> line.contains(text))
                        .count()
                < times) {
            assertTrue(System.nanoTime() < deadline, text + " not in time\n" + logs());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private String logs() {
        final StringBuilder tails = new StringBuilder();
        children.forEach(child -> tails.append(child.logTail()));
        return tails.toString();
    }

    /** A port whose successor is free too. */
}
