package io.holdfast.packet.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.TestEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryWireProcessTest {
    @TempDir
    private Path directory;

    @Test
    void shouldPassToAnotherNodeWhenTheFirstIsKilledInTheMiddleOfAFrame() throws Exception {
        final Path path = directory.resolve("left");
        try (MemoryWire wire = MemoryWire.create(path, 1, 1 << 16, 1)) {
            final Process node = TestEnvironment.startJava(List.of(), NodeProcess.class, path.toString());
            try {
                awaitAttached(node);
                assertEquals(node.pid(), wire.nodePid());
                final DeviceException refusal =
                        assertThrows(DeviceException.class, () -> MemoryPort.attach("left", path));
                assertTrue(refusal.getMessage().contains("by process " + node.pid()), refusal.getMessage());
            } finally {
                node.destroyForcibly();
                assertTrue(node.waitFor(10, TimeUnit.SECONDS), "the node did not end");
            }
            assertEquals(1, MemoryPortTest.poll(wire, 0).size());
            try (MemoryPort next = MemoryPort.attach("left", path);
                    MemoryPacketPool pool = new MemoryPacketPool(1)) {
                final PacketBatch batch = new PacketBatch();
                final Packet packet = pool.allocate();
                packet.append(100);
                batch.add(packet);
                assertEquals(1, next.transmit(0, batch));
                assertEquals(100, MemoryPortTest.poll(wire, 0).getFirst().length);
                assertEquals(0, wire.garbageCount());
            }
        }
    }

    private static void awaitAttached(final Process node) throws IOException {
        final BufferedReader output = node.inputReader();
        final StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("attached")) {
                return;
            }
            all.append(line).append('\n');
        }
        throw new AssertionError("the node ended: " + all);
    }
}
