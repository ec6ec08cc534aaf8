package io.holdfast.nat.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.FailoverSettings;
import io.holdfast.recovery.LogOnDisk;
import io.holdfast.recovery.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsFileTest {
    private static final String GOOD = """
            node: a
            group:
              members:
                a: 10.99.0.1:40100
                b: 10.99.0.2:40100
              key: none
            ports:
              - {name: lan, device: "memory,file=DIR/lan.wire"}
              - {name: wan, device: "memory,file=DIR/wan.wire"}
            graph: nat.click
            variables: {LAN_IP: 10.0.0.1}
            runtime: DIR/a
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeGraph() throws IOException {
        Files.writeString(directory.resolve("nat.click"), "Idle -> Discard;");
    }

    @Test
    void shouldReadSettingsAndFillInDefaults() throws Exception {
        final NodeSettings settings = read(GOOD);
        assertEquals("a", settings.node());
        assertEquals("10.99.0.2", settings.peer().host());
        assertEquals(40_101, settings.peer().logPort());
        assertEquals(
                List.of("lan", "wan"),
                settings.ports().stream().map(port -> port.name()).toList());
        assertEquals("10.0.0.1", settings.variables().get("LAN_IP"));
        assertEquals(
                FailoverSettings.HEARTBEAT_TIMEOUT_MS.defaultValue(),
                settings.failover().heartbeatTimeoutMs());
        assertTrue(settings.isFirst());
    }

    @Test
    void shouldSendNothingAgainUnlessToldTo() throws Exception {
        assertFalse(read(GOOD).failover().resends());
        assertTrue(read(GOOD + "takeover: {resend: on}\n").failover().resends());
    }

    @Test
    void shouldKeepTheLogInMemoryUnlessToldOtherwise() throws Exception {
        assertTrue(read(GOOD).log().disk().isEmpty());
        final LogOnDisk disk = read(GOOD + "log: {durability: disk, diskDirectory: here, diskMebibytes: 7}\n")
                .log()
                .disk()
                .orElseThrow();
        assertEquals(directory.resolve("here"), disk.directory());
        assertEquals(7L << 20, disk.limitBytes());
    }

    static Stream<List<String>> faults() {
        return Stream.of(
                List.of(
                        "graph: nat.click",
                        "graph: nat.click\nlog: {durability: disk}",
                        "log.diskDirectory must be given with log.durability: disk"),
                List.of(
                        "graph: nat.click",
                        "graph: nat.click\nlog: {durability: disk, diskDirectory: /nonexistent/log}",
                        "log.diskDirectory must be a directory that can be written to"),
                List.of("node: a", "node: c", "group.members must name this node: c"),
                List.of("node: a\n", "", "node must be given: it is missing"),
                List.of("graph: nat.click", "graph: none.click", ":10: graph must be a readable file: "),
                List.of("10.99.0.2:40100", "10.99.0.2", ":5: group.members.b must be a numeric address and a port"),
                List.of("10.99.0.2:40100", "10.99.0.256:40100", "whose parts are at most 255"),
                List.of("10.99.0.2:40100", "host:40100", "must be a numeric address"),
                List.of("10.99.0.2:40100", "10.99.0.2:65535", "must have a port from 1 to 65534"),
                List.of("    b: 10.99.0.2:40100\n", "", "group.members must name two nodes"),
                List.of("runtime: DIR/a", "runtime: /nonexistent/a", "must be in a directory that can be written to"),
                List.of("name: wan", "name: lan", "port names must differ: lan"),
                List.of("memory,file=DIR/wan.wire", "net_foo,iface=x", "a device is one of"),
                List.of(
                        "memory,file=DIR/wan.wire",
                        "net_af_packet,iface=hfnone0",
                        "must be an interface of this machine"),
                List.of("runtime: DIR/a", "runtime: DIR/a\nworkers: 65", "workers must be from 1 to 64: 65"),
                List.of(
                        "runtime: DIR/a",
                        "runtime: DIR/a\nhold: {packets: 1000}",
                        "hold.packets must be a power of two: 1000"),
                List.of(
                        "runtime: DIR/a",
                        "runtime: DIR/a\nhold: {packets: many}",
                        "hold.packets must be a whole number: many"),
                List.of(
                        "runtime: DIR/a",
                        "runtime: DIR/a\nidle: sleep",
                        "idle must be one of yield, spin, park: sleep"),
                List.of("runtime: DIR/a", "runtime: DIR/a\ncolour: red", ":13: unknown setting: colour"),
                List.of("runtime: DIR/a", "runtime: DIR/a\nfailover: {heartbeatTimeoutMs: 15}", "at least twice"),
                List.of("runtime: DIR/a", "runtime: DIR/a\ntakeover: {resend: maybe}", "takeover.resend must be"),
                List.of("runtime: DIR/a", "runtime: DIR/a\ntakeover: {resends: on}", "takeover.resends"),
                List.of("  key: none\n", "", ":3: group.keyFile must be given"),
                List.of("key: none", "key: 0123", ":6: group.key must be none; a key is given by group.keyFile"),
                List.of("key: none", "keyFile: none.key", "/none.key: no such file"),
                List.of("key: none", "key: none\n  keyFile: none.key", "must not both be given"),
                List.of("key: none", "keyFile: nat.click", "must be its owner's alone (chmod 600)"),
                List.of(
                        "DIR/wan.wire\"}",
                        "DIR/wan.wire\", neighbour: 10.0.0.1}",
                        "ports.neighbour must be of a port on an interface of the kernel (net_af_packet): memory"),
                List.of(
                        "DIR/wan.wire\"}",
                        "DIR/wan.wire\", neighbour: 10.0.0.1}",
                        "ports.neighbour must be in a group with a witness, nobody else asks: 10.0.0.1"),
                List.of(
                        "DIR/wan.wire\"}",
                        "DIR/wan.wire\", neighbour: 10.0.0.256}",
                        ":9: ports.neighbour must be an IPv4 address, such as 192.0.2.1: 10.0.0.256"),
                List.of(
                        "key: none",
                        "key: none\n  witness: 10.99.0.3:65534\n  directory: reg",
                        "group.witness must have a port up to 65533, for the next two are used, too: 65534"),
                List.of(
                        "10.99.0.2:40100\n  key: none",
                        "10.99.0.2:65532\n  key: none\n  witness: 10.99.0.3:40100\n  directory: reg",
                        "group.members.b must have a port up to 65531 with a witness, for the next four are used, too:"
                                + " 65532"),
                List.of("key: none", "key: none\n  linkDownMs: 0", "group.linkDownMs must be from 1 to 60000: 0"),
                List.of("runtime: DIR/a", "runtime: DIR/a\nnode: b", "node must be given once"),
                List.of("runtime: DIR/a", "runtime: DIR/a\n\t", "not YAML"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldReportAWrongSetting(final List<String> change) {
        final SettingsException failure =
                assertThrows(SettingsException.class, () -> read(GOOD.replace(change.get(0), change.get(1))));
        assertTrue(failure.getMessage().contains(change.get(2)), failure.getMessage());
        assertTrue(failure.getMessage().startsWith(directory.resolve("node.yaml") + ":"), failure.getMessage());
    }

    @Test
    void shouldReportAllFaultsAtOnceInTheOrderOfTheFile() {
        final SettingsException failure = assertThrows(
                SettingsException.class,
                () -> read(GOOD.replace("10.99.0.1", "x").replace("nat.click", "none.click") + "hold: {packets: 3}\n"));
        assertEquals(3, failure.faults().size(), failure.getMessage());
        assertTrue(failure.faults().get(0).contains(":4: "), failure.getMessage());
        assertTrue(failure.faults().get(1).contains(":10: "), failure.getMessage());
        assertTrue(failure.faults().get(2).contains(":13: "), failure.getMessage());
    }

    private NodeSettings read(final String text) throws Exception {
        final Path file = directory.resolve("node.yaml");
        Files.writeString(file, text.replace("DIR", directory.toString()));
        return SettingsFile.read(file);
    }

    /** Whatever the text, the answer is settings or a list of faults. */
    static class Garbage {
        @Property
        void shouldAnswerAnyTextWithFaults(@ForAll final String text) throws IOException {
            final Path file = Files.createTempFile("settings", ".yaml");
            try {
                Files.writeString(file, text);
                final SettingsException failure = assertThrows(SettingsException.class, () -> SettingsFile.read(file));
                assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
            } finally {
                Files.delete(file);
            }
        }
    }
}
