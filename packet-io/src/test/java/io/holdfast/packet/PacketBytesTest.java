package io.holdfast.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.packet.memory.MemoryPacketPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketBytesTest {
    private final MemoryPacketPool pool = new MemoryPacketPool(1);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldGiveBackTheBytesOfAPacket() {
        final byte[] frame = {1, 2, 3};
        final Packet packet = PacketBytes.copyOf(pool, frame);
        frame[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, PacketBytes.of(packet));
        packet.free();
    }

    @Test
    void shouldMakeNoPacketFromAnEmptyPool() {
        final Packet only = pool.allocate();
        assertNull(PacketBytes.copyOf(pool, new byte[1]));
        only.free();
    }

    @Test
    void shouldRefuseWhatNoPacketHasRoomForAndKeepNone() {
        final byte[] longest = new byte[pool.maxPacketBytes()];
        assertThrows(IllegalArgumentException.class, () -> PacketBytes.copyOf(pool, new byte[longest.length + 1]));
        assertEquals(0, pool.inUsePackets());
        final Packet packet = PacketBytes.copyOf(pool, longest);
        assertEquals(longest.length, packet.length());
        packet.free();
    }
}
