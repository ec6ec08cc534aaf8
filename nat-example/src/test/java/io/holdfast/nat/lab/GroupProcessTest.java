package io.holdfast.nat.lab;

import static io.holdfast.nat.lab.ProcessGroup.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.log.LoopbackPorts;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.nat.command.NodeStatusClient;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.packet.memory.MemoryWire;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A pair and a witness in processes of their own, and what people ask of them. */
class GroupProcessTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(90);

    @TempDir
    private Path parent;

    private LabDirectory directory;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, ChildProcess> children = new HashMap<>();
    private final List<MemoryWire> wires = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        directory = LabDirectory.create(parent);
        Files.writeString(directory.resolve("idle.click"), "Idle -> Discard;");
        assertEquals(
                0, HoldfastCommand.execute("key", directory.resolve("group.key").toString()));
        for (final String node : List.of("a", "b", "witness")) {
            ports.put(node, LoopbackPorts.find());
        }
    }

    @AfterEach
    void close() {
        children.values().forEach(ChildProcess::close);
        wires.forEach(MemoryWire::close);
        directory.delete();
    }

    /** The story of a group: it starts, is looked at, switched over, drained, and started again without its state. */
    @Test
    void shouldAnswerWhatPeopleAsk() throws Exception {
        startWitness();
        startPair();
        attestations();
        assertTrue(run(1, "switchover", "-c", file("b")).contains("only a protected master can hand over"));
        run(0, "switchover", "-c", file("a"), "--reason", "new fan for  a");
        awaitProtected("b", "a");
        final String log = awaitInLog("b", "a was asked to hand over: new fan for a");
        assertTrue(log.contains("the master handed over"), log);
        assertTrue(log.contains("b runs: graph idle.click"), log);
        coldStart();
        journal();
    }

    private void attestations() throws IOException, InterruptedException {
        awaitOutput("witness says of a: works", "attestations", "-c", file("a"));
        final String text = awaitOutput("a -> witness -> b", "attestations", "-c", file("a"));
        assertTrue(text.contains("witness says of a: works"), text);
        assertTrue(
                text.contains("from a to b: a -> b; a -> witness -> b")
                        || text.contains("from a to b: a -> witness -> b; a -> b"),
                text);
        final String dot = awaitOutput("\"witness\" -> \"a\";", "attestations", "-c", file("b"), "--graphviz");
        assertTrue(dot.startsWith("digraph \"group\" {"), dot);
        final JsonNode json = new ObjectMapper().readTree(run(0, "attestations", "-c", file("a"), "--json"));
        assertEquals("a", json.get("node").asText());
        assertEquals(3, json.get("members").size());
        assertEquals("works", json.get("attestations").get(0).get("finding").asText());
    }

    /** Who has the state is off for good: a person says so, and to a node that does not have it. */
    private void coldStart() throws Exception {
        final String refusal = run(1, "cold-start", "-c", file("b"), "--give-up", "a,b");
        assertTrue(refusal.contains("this node has the state of view"), refusal);
        children.get("a").close();
        children.get("b").close();
        // The witness has its say about who is heard, so it is asked of the restarted one until the other is silent.
        start("a", "memory,file=" + directory.path() + "/a.wire");
        await("a", status -> status.role().equals("starting"));
        final String wrong = run(1, "cold-start", "-c", file("a"), "--give-up", "a");
        assertTrue(wrong.contains("a cold start must name all whose state it gives up"), wrong);
        run(0, "cold-start", "-c", file("a"), "--give-up", newestMembers("a"), "--reason", "b burnt down");
        await("a", NodeStatus::isMaster);
        final String log = awaitInLog("a", "a was asked for a cold start: b burnt down");
        assertTrue(log.contains("a person gave up the state"), log);
    }

    /** All that the newest view names. */
    private String newestMembers(final String node) throws IOException {
        final JsonNode views = new ObjectMapper()
                .readTree(run(0, "log", "-c", file(node), "--json"))
                .get("views");
        final JsonNode newest = views.get(views.size() - 1);
        final List<String> names = new ArrayList<>();
        for (final String role : List.of("master", "replica")) {
            if (!newest.get(role).isNull()) {
                names.add(List.of("a", "b").get(newest.get(role).asText().charAt(0) - '0'));
            }
        }
        return String.join(",", names);
    }

    private void journal() throws IOException {
        final Path journal = directory.resolve("witness-registers").resolve("registers.journal");
        final String text = run(0, "log", "--journal", journal.toString());
        assertTrue(text.contains("a person gave up the state"), text);
        assertTrue(text.contains("a was asked to hand over: new fan for a"), text);
        final JsonNode json = new ObjectMapper().readTree(run(0, "log", "-j", journal.toString(), "--json"));
        assertTrue(json.get("actions").size() >= 4, json.toString());
        final Path wrong = directory.resolve("idle.click");
        assertTrue(run(1, "log", "-j", wrong.toString()).contains("--journal must be a file of registers: " + wrong));
        assertTrue(run(1, "log", "-j", parent.toString()).contains("is none"));
        run(2, "log");
        run(2, "attestations", "-c", file("a"), "--json", "--graphviz");
        run(2, "cold-start", "-c", file("a"));
    }

    /** A third machine may be a small one: 64 MiB of heap, no DPDK. */
    @Test
    void shouldRunAWitnessInASmallHeapWithoutAnyDevice() throws Exception {
        startWitness();
        startPair();
        children.get("a").close();
        await("b", NodeStatus::isMaster);
        assertTrue(children.get("witness").isAlive(), logs());
        final List<String> loaded = Files.readAllLines(directory.resolve("witness.classes"));
        assertTrue(loaded.stream().anyMatch(line -> line.contains("io.holdfast.recovery.group.WitnessAgent")), "a log");
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line -> line.contains("io.holdfast.packet.dpdk"))
                        // Calls of the C library, for the priorities of threads.
                        .filter(line -> !line.contains(".dpdk.ThreadPriority ") && !line.contains(".dpdk.Libc "))
                        .toList());
        // The canary of this test: a node that opens a device of DPDK's loads such classes, whether it then succeeds or
        // not.
        children.get("b").close();
        start("b", "net_null0");
        awaitClass("b", "io.holdfast.packet.dpdk");
    }

    private void awaitClass(final String node, final String name) throws Exception {
        final Path file = directory.resolve(node + ".classes");
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!Files.exists(file) || Files.readAllLines(file).stream().noneMatch(line -> line.contains(name))) {
            assertTrue(System.nanoTime() < deadline, name + " not in time\n" + logs());
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String classLog(final Path file) {
        return "-Xlog:class+load:file=" + file + "::filecount=0";
    }

    private String groupSection(final String node) {
        return """
                group:
                  members:
                    a: 127.0.0.1:%d
                    b: 127.0.0.1:%d
                  keyFile: group.key
                  witness: "127.0.0.1:%d"
                  directory: %s-registers
                  suspicionMs: 5000
                """.formatted(ports.get("a"), ports.get("b"), ports.get("witness"), node);
    }

    private void startWitness() throws IOException {
        Files.writeString(directory.resolve("witness.yaml"), groupSection("witness"));
        children.put(
                "witness",
                ChildProcess.start(
                        directory,
                        "witness",
                        ChildJvm.attended(
                                List.of("-Xms16m", "-Xmx64m", "-Xmn8m", classLog(directory.resolve("witness.classes"))),
                                HoldfastCommand.class.getName(),
                                List.of("witness", "-c", file("witness"), "--new-group"))));
    }

    private void start(final String node, final String device) throws IOException {
        Files.writeString(directory.resolve(node + ".yaml"), """
                node: %s
                %sports:
                  - {name: lan, device: "%s"}
                graph: idle.click
                runtime: %s/%s
                idle: park
                """.formatted(
                        node, groupSection(node), device, directory.path(), node));
        final Path wire = directory.resolve(node + ".wire");
        if (!Files.exists(wire)) {
            wires.add(MemoryWire.create(wire, 1, 1 << 16, wires.size() + 1));
        }
        children.put(
                node,
                ChildProcess.start(
                        directory,
                        "node-" + node,
                        ChildJvm.attended(
                                List.of("-Xmx256m", classLog(directory.resolve(node + ".classes"))),
                                HoldfastCommand.class.getName(),
                                List.of("node", "-c", file(node), "--new-group"))));
    }

    private String file(final String node) {
        return directory.resolve(node + ".yaml").toString();
    }

    /** The first that is there starts the group: here, a. */
    private void startPair() throws IOException, InterruptedException {
        start("a", "memory,file=" + directory.path() + "/a.wire");
        await("a", NodeStatus::isMaster);
        start("b", "memory,file=" + directory.path() + "/b.wire");
        awaitProtected("a", "b");
    }

    private void awaitProtected(final String master, final String replica) throws InterruptedException {
        await(master, status -> status.isMaster() && status.isProtected());
        await(replica, status -> status.isReplica() && status.isProtected());
    }

    private void await(final String node, final Predicate<NodeStatus> condition) throws InterruptedException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        NodeStatus last = null;
        while (last == null || !condition.test(last)) {
            assertTrue(System.nanoTime() < deadline, node + " not in time: " + last + "\n" + logs());
            TimeUnit.MILLISECONDS.sleep(20);
            try {
                last = new NodeStatusClient(ControlSocketPath.in(directory.resolve(node))).ask(2000);
            } catch (final IOException e) {
                // Not up yet.
            }
        }
    }

    private String awaitInLog(final String node, final String text) throws InterruptedException {
        return awaitOutput(text, "log", "-c", file(node));
    }

    private String awaitOutput(final String text, final String... arguments) throws InterruptedException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        String output = "";
        while (!output.contains(text)) {
            assertTrue(System.nanoTime() < deadline, text + " not in time: " + output + "\n" + logs());
            TimeUnit.MILLISECONDS.sleep(50);
            output = run(0, arguments);
        }
        return output;
    }

    private String logs() {
        final StringBuilder logs = new StringBuilder();
        children.values().forEach(child -> logs.append(child.logTail()));
        return logs.toString();
    }
}
