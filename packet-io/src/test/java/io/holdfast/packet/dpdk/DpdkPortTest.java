package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.TestEnvironment;
import io.holdfast.packet.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test runs its scenario in a process of its own, since a process can start DPDK only once. */
class DpdkPortTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void needsDpdk() {
        TestEnvironment.requireDpdk();
    }

    @Test
    void shouldLoopPacketsThroughRingAndLeakNone() {
        run(MemoryDeviceScenarios.Ring.class);
    }

    @Test
    void shouldServeTwoWorkersFromNull() {
        run(MemoryDeviceScenarios.Null.class);
    }

    @Test
    void shouldMoveBuffersBetweenWorkersAndLeakNone() {
        run(MemoryDeviceScenarios.Steered.class);
    }

    @Test
    void shouldProgramTheRedirectionTableOfANic() {
        run(MemoryDeviceScenarios.Redirection.class);
    }

    @Test
    void shouldForwardBetweenMemoryAndDpdkPorts() {
        run(MemoryDeviceScenarios.Mixed.class);
    }

    @Test
    void shouldReadAndWriteCaptureFilesAndRefuseSegmentedFrames() throws IOException {
        final Path in = directory.resolve("in.pcap");
        final Path out = directory.resolve("out.pcap");
        CaptureFile.write(in, 60, 1_514, 4_000, 99, 61, 62);
        run(MemoryDeviceScenarios.Pcap.class, in.toString(), out.toString());
        final List<byte[]> sent = CaptureFile.read(out);
        assertEquals(5, sent.size());
        final List<byte[]> expected = CaptureFile.read(in).stream()
                .filter(frame -> frame.length < 4_000)
                .toList();
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(expected.get(i), sent.get(i));
        }
    }

    @Test
    void shouldJoinTwoProcessesByMemif() {
        final Path socket = directory.resolve("memif.sock");
        final Process server = start(List.of(), MemoryDeviceScenarios.Memif.class, "server", socket.toString());
        try {
            Scenario.await("the server's socket", () -> Files.exists(socket) || !server.isAlive());
            final Process client = start(List.of(), MemoryDeviceScenarios.Memif.class, "client", socket.toString());
            try {
                TestEnvironment.await(server);
                TestEnvironment.await(client);
            } finally {
                client.destroyForcibly();
            }
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void shouldForwardOverPacketSocketsAndFollowTheLink() {
        runInNamespace(KernelDeviceScenarios.AfPacket.class);
    }

    @Test
    void shouldTellWhetherANeighbourAnswers() {
        runInNamespace(KernelDeviceScenarios.Neighbour.class);
    }

    @Test
    void shouldReceiveAllFlowsOfAFanout() {
        runInNamespace(KernelDeviceScenarios.AfPacketFanout.class);
    }

    @Test
    void shouldTalkToTheKernelByTap() {
        TestEnvironment.require(Files.exists(Path.of("/dev/net/tun")), "/dev/net/tun does not exist");
        runInNamespace(KernelDeviceScenarios.Tap.class);
    }

    @Test
    void shouldNameThePortThatFailsAndCloseTheOthers() {
        runInNamespace(KernelDeviceScenarios.Failures.class);
    }

    @Test
    void shouldLeaveNothingBehindInTheRunDirectory() throws IOException {
        final Path temporary = Files.createDirectory(directory.resolve("tmp"));
        TestEnvironment.await(TestEnvironment.startJava(
                List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary), MemoryDeviceScenarios.Mixed.class));
        assertArrayEquals(new String[0], temporary.toFile().list());
        assertFalse(Files.exists(
                Path.of("/var/run/dpdk", "holdfast" + ProcessHandle.current().pid())));
    }

    private static void run(final Class<?> scenario, final String... arguments) {
        TestEnvironment.await(start(List.of(), scenario, arguments));
    }

    private static void runInNamespace(final Class<?> scenario) {
        TestEnvironment.requireNamespaces();
        try (TestNamespace namespace = new TestNamespace()) {
            namespace.addVethPair("f0", "f1");
            final String output = TestEnvironment.await(start(namespace.prefix(), scenario));
            assertTrue(output.contains("DPDK"), output);
        }
    }

    private static Process start(final List<String> prefix, final Class<?> scenario, final String... arguments) {
        return TestEnvironment.startJava(prefix, scenario, arguments);
    }
}
