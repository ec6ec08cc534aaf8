package io.holdfast.nat.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStatusClientTest {
    @TempDir
    Path runtime;

    @Test
    void shouldReadANodesStatus() throws IOException {
        final NodeStatus status = ask("""
                {"node":"b","role":"master","view":3,"protection":"solo","epoch":2,"pid":77,"new":[1],
                 "workers":[{"worker":0,"logged":9,"stable":8,"released":8,"replayed":0,"heldPackets":3}],
                 "ports":[{"name":"lan","received":5,"transmitted":4,"missed":0,"dropped":1,"errors":0}],
                 "drops":{"noMapping":12},"takeover":{"detectedNs":-5,"readyNs":6,"firstPacketNs":0},
                 "detection":"heartbeat timeout"}
                """);
        assertTrue(status.isMaster());
        assertEquals(77, status.pid());
        assertEquals(3, status.workers().getFirst().heldPackets());
        assertEquals(-5, status.takeover().detectedNs());
        assertEquals(12, status.drops().get("noMapping"));
    }

    @Test
    void shouldRefuseWhatIsNoStatus() {
        assertThrows(IOException.class, () -> ask("no json"));
    }

    @Test
    void shouldNotWaitForever() {
        final IOException failure = assertThrows(IOException.class, () -> ask(null));
        assertTrue(failure.getMessage().contains("in time"), failure.getMessage());
    }

    @Test
    void shouldFailWithoutANode() {
        assertThrows(IOException.class, () -> new NodeStatusClient(ControlSocketPath.in(runtime)).ask(100));
    }

    /** Asks a node that gives that answer; null for none. */
    private NodeStatus ask(final String answer) throws IOException {
        final Path path = ControlSocketPath.in(runtime);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> serve(server, answer));
            return new NodeStatusClient(ControlSocketPath.in(runtime)).ask(answer == null ? 200 : 5_000);
        }
    }

    private static void serve(final ServerSocketChannel server, final String answer) {
        try {
            final SocketChannel client = server.accept();
            if (answer != null) {
                client.read(ByteBuffer.allocate(100));
                client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                client.close();
            }
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
