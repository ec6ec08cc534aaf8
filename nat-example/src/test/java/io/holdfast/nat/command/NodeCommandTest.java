package io.holdfast.nat.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.packet.memory.MemoryWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says when it cannot start, and that it leaves nothing behind. */
class NodeCommandTest {
    @TempDir
    private Path directory;

    private int port;
    private String graph = "Idle -> Discard;";

    @BeforeEach
    void findPort() throws IOException {
        port = LoopbackPorts.find();
    }

    @Test
    void shouldCheckWithoutOpeningAnything() throws IOException {
        assertEquals("", run(0, "node", "-c", settings().toString(), "--check"));
        assertNothingLeft();
    }

    @Test
    void shouldSayThatTheWireIsMissing() throws IOException {
        final String error = run(1, "node", "-c", settings().toString());
        assertTrue(error.contains("lan.wire"), error);
        assertNothingLeft();
    }

    @Test
    void shouldSayThatTheLifelinePortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                MemoryWire wire = MemoryWire.create(directory.resolve("lan.wire"), 1, 1 << 16, 1)) {
            final String error = run(1, "node", "-c", settings().toString());
            assertTrue(error.contains("cannot listen on 127.0.0.1:" + port + " (TCP"), error + other + wire);
            assertTrue(error.contains("another node"), error);
        }
        assertNothingLeft();
    }

    @Test
    void shouldSayThatTheSyncPortIsTaken() throws IOException {
        try (DatagramSocket other = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            final String error = run(1, "node", "-c", settings().toString());
            assertTrue(error.contains("cannot open the sync ports " + port), error + other);
        }
        assertNothingLeft();
    }

    @Test
    void shouldReportEveryFaultOfTheGraphWithItsLine() throws IOException {
        graph = "Idle -> Discrd;\nIdle -> c :: Countr;\n";
        final String error = run(1, "node", "-c", settings().toString());
        assertTrue(error.contains("nat.click:1: undeclared element 'Discrd'"), error);
        assertTrue(error.contains("nat.click:2: unknown element class 'Countr'"), error);
        assertNothingLeft();
    }

    /** What is in the runtime directory is deleted at the end: it must not be somebody's. */
    @Test
    void shouldNotUseADirectoryWithOtherFiles() throws IOException {
        final Path settings = settings();
        Files.createDirectories(directory.resolve("a"));
        Files.writeString(directory.resolve("a/data"), "precious");
        final String error = run(1, "node", "-c", settings.toString());
        assertTrue(error.contains("holds other files"), error);
        assertEquals("precious", Files.readString(directory.resolve("a/data")));
    }

    @Test
    void shouldRefuseBuffersThatTheLongestRecordDoesNotFitIn() throws IOException {
        final Path settings = settings();
        Files.writeString(
                settings,
                "log: {capture: full, storeBytes: 1048576, termBufferBytes: 65536}\n",
                StandardOpenOption.APPEND);
        final String error = run(1, "node", "-c", settings.toString(), "--check");
        assertTrue(error.contains("log.storeBytes must be at least 4194304"), error);
        assertTrue(error.contains("log.termBufferBytes must be at least 4194304"), error);
    }

    @Test
    void shouldSayInWordsWhatIsWrongWithAFile() throws IOException {
        assertTrue(run(1, "node", "-c", directory.resolve("no.yaml").toString()).contains("there is no such file"));
        final Path binary = Files.write(directory.resolve("bin.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertTrue(run(1, "node", "-c", binary.toString()).contains("not text in UTF-8"));
    }

    @Test
    void shouldAnswerWrongUsageWithStatus2() {
        run(2, "run", "-e", "Idle -> Discard;", "--seconds", "-1");
        run(2, "run", "-e", "Idle -> Discard;", "--packets", "1");
        run(2, "node");
        run(2, "node", "--frobnicate");
        run(2, "status");
    }

    @Test
    void shouldSayThatNoNodeAnswers() throws IOException {
        final String error = run(1, "status", "-c", settings().toString());
        assertTrue(error.contains("no node answers at "), error);
    }

    private Path settings() throws IOException {
        Files.writeString(directory.resolve("nat.click"), graph);
        final Path file = directory.resolve("node.yaml");
        Files.writeString(file, """
                node: a
                group:
                  members:
                    a: 127.0.0.1:%d
                    b: 127.0.0.1:%d
                  key: none
                ports:
                  - {name: lan, device: "memory,file=%s/lan.wire"}
                graph: nat.click
                runtime: %s/a
                """.formatted(port, port > 60_000 ? port - 10 : port + 10, directory, directory));
        return file;
    }

    private void assertNothingLeft() {
        assertFalse(Files.exists(directory.resolve("a")), "the runtime directory was left behind");
    }

    private static String run(final int expectedStatus, final String... arguments) {
        final PrintStream before = System.err;
        final ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            final int status = HoldfastCommand.execute(arguments);
            assertEquals(expectedStatus, status, error.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
        return error.toString(StandardCharsets.UTF_8);
    }
}
