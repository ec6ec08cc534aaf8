package io.holdfast.packet.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryPortTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final int RING_BYTES = WireFile.MIN_RING_BYTES;
    private static final DeviceSettings SETTINGS = DeviceSettings.defaults().withCapacityPackets(256);

    @TempDir
    private Path directory;

    @Test
    void shouldCarryFramesBothWaysAndLeakNone() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC);
                PacketDevices devices = open(1)) {
            final PacketPort port = devices.port(0);
            assertEquals(MAC, port.macAddress());
            assertEquals(ProcessHandle.current().pid(), wire.nodePid());
            final PacketBatch batch = new PacketBatch();
            for (int round = 0; round < 1_000; round++) {
                final byte[] frame = frame(60 + round, round);
                assertTrue(wire.send(0, frame));
                assertEquals(1, port.receive(0, devices.pool(0), batch));
                assertEquals(frame.length, batch.get(0).length());
                assertEquals(frame.length, batch.get(0).knownLength());
                assertEquals(1, port.transmit(0, batch));
                assertArrayEquals(frame, poll(wire, 0).getFirst());
            }
            assertEquals(0, devices.pool(0).inUsePackets());
            assertEquals(1_000, port.statistics().receivedPackets());
            assertEquals(1_000, port.statistics().transmittedPackets());
            assertEquals(port.statistics().receivedBytes(), port.statistics().transmittedBytes());
        }
    }

    @Test
    void shouldSendStrippedAndPrependedPackets() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC);
                PacketDevices devices = open(1)) {
            wire.send(0, frame(100, 7));
            final PacketBatch batch = new PacketBatch();
            devices.port(0).receive(0, devices.pool(0), batch);
            final Packet packet = batch.get(0);
            packet.strip(20);
            assertTrue(packet.prepend(4));
            packet.putInt(0, 0xcafe_babe);
            devices.port(0).transmit(0, batch);
            final byte[] sent = poll(wire, 0).getFirst();
            assertEquals(84, sent.length);
            assertEquals((byte) 0xca, sent[0]);
        }
    }

    @Test
    void shouldKeepQueuesApart() {
        try (MemoryWire wire = MemoryWire.create(path(), 2, RING_BYTES, MAC);
                PacketDevices devices = open(2)) {
            wire.send(1, frame(60, 1));
            final PacketBatch batch = new PacketBatch();
            assertEquals(0, devices.port(0).receive(0, devices.pool(0), batch));
            assertEquals(1, devices.port(0).receive(1, devices.pool(1), batch));
            devices.port(0).transmit(1, batch);
            assertTrue(poll(wire, 0).isEmpty());
            assertEquals(1, poll(wire, 1).size());
        }
    }

    @Test
    void shouldCountPacketsThatAFullRingRefuses() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC);
                PacketDevices devices = open(1)) {
            final PacketPort port = devices.port(0);
            int sent = 0;
            for (int burst = 0; burst < 10; burst++) {
                final PacketBatch batch = new PacketBatch();
                while (!batch.isFull()) {
                    final Packet packet = devices.pool(0).allocate();
                    packet.append(1_000);
                    batch.add(packet);
                }
                sent += port.transmit(0, batch);
                assertTrue(batch.isEmpty());
            }
            assertTrue(sent >= 60 && sent <= 65, "sent " + sent);
            assertEquals(320 - sent, port.statistics().transmitDrops());
            assertEquals(sent, poll(wire, 0).size());
            assertEquals(0, devices.pool(0).inUsePackets());
        }
    }

    @Test
    void shouldLeaveFramesInTheRingWhileThePoolIsExhausted() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC);
                MemoryPort port = MemoryPort.attach("left", path());
                MemoryPacketPool pool = new MemoryPacketPool(2)) {
            for (int i = 0; i < 3; i++) {
                wire.send(0, frame(60, i));
            }
            final PacketBatch batch = new PacketBatch();
            assertEquals(2, port.receive(0, pool, batch));
            assertEquals(1, pool.exhaustedCount());
            assertEquals(1, port.statistics().noBuffer());
            batch.free();
            assertEquals(1, port.receive(0, pool, batch));
            assertEquals(2, batch.get(0).getByte(20));
            batch.free();
            assertEquals(0, pool.inUsePackets());
        }
    }

    @Test
    void shouldRefuseASecondNode() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC)) {
            final MemoryPort first = MemoryPort.attach("left", path());
            final DeviceException refusal =
                    assertThrows(DeviceException.class, () -> MemoryPort.attach("again", path()));
            assertTrue(refusal.getMessage().contains("attached already"), refusal.getMessage());
            first.close();
            assertEquals(0, wire.nodePid());
            MemoryPort.attach("left", path()).close();
        }
    }

    @Test
    void shouldFollowTheLink() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC);
                MemoryPort port = MemoryPort.attach("left", path())) {
            assertTrue(port.isLinkUp());
            wire.linkUp(false);
            assertFalse(port.isLinkUp());
        }
    }

    @Test
    void shouldSayThatAFileIsMissingOrForeign() throws Exception {
        assertTrue(attachFailure().contains("does not exist"));
        Files.write(path(), new byte[100]);
        assertTrue(attachFailure().contains("it has 100 bytes"));
        Files.write(path(), new byte[8192]);
        assertTrue(attachFailure().contains("does not begin with HOLDWIRE"));
    }

    @Test
    void shouldRefuseAWireWithTooFewQueues() {
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC)) {
            final DeviceException refusal = assertThrows(DeviceException.class, () -> open(2));
            assertTrue(refusal.getMessage().contains("each of the 2 workers: 1"), refusal.getMessage());
            assertEquals(0, wire.nodePid());
            open(1).close();
        }
    }

    @Test
    void shouldGiveARestartedNodeAFreshWire() {
        final MemoryWire old = MemoryWire.create(path(), 1, RING_BYTES, MAC);
        final MemoryPort dead = MemoryPort.attach("left", path());
        old.close();
        try (MemoryWire wire = MemoryWire.create(path(), 1, RING_BYTES, MAC);
                MemoryPort restarted = MemoryPort.attach("left", path());
                MemoryPacketPool pool = new MemoryPacketPool(4)) {
            assertFalse(dead.isLinkUp());
            wire.send(0, frame(60, 1));
            final PacketBatch batch = new PacketBatch();
            assertEquals(1, restarted.receive(0, pool, batch));
            batch.free();
        }
        dead.close();
    }

    @Test
    void shouldTellPacketsThatNeverCameBack() {
        final MemoryPacketPool pool = new MemoryPacketPool(2);
        final Packet lost = pool.allocate();
        pool.close();
        assertEquals(1, pool.inUsePackets());
        assertNull(pool.allocate());
        lost.free();
        assertEquals(0, pool.inUsePackets());
    }

    private String attachFailure() {
        return assertThrows(DeviceException.class, () -> MemoryPort.attach("left", path()))
                .getMessage();
    }

    private PacketDevices open(final int workers) {
        return Devices.open(List.of(new PortSettings("left", "memory,file=" + path())), workers, SETTINGS);
    }

    private Path path() {
        return directory.resolve("left");
    }

    static byte[] frame(final int length, final int seed) {
        final byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (seed + i - 20);
        }
        return frame;
    }

    static List<byte[]> poll(final MemoryWire wire, final int queue) {
        final List<byte[]> frames = new ArrayList<>();
        wire.poll(
                queue,
                (buffer, offset, length) -> {
                    final byte[] frame = new byte[length];
                    buffer.getBytes(offset, frame);
                    frames.add(frame);
                },
                Integer.MAX_VALUE);
        return frames;
    }
}
