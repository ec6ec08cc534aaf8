package io.holdfast.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketTest {
    private final MemoryPacketPool pool = new MemoryPacketPool(2);
    private final Packet packet = pool.allocate();

    @AfterEach
    void shouldHaveBeenFreed() {
        packet.free();
        assertEquals(0, pool.inUsePackets());
        pool.close();
    }

    @Test
    void shouldKeepBytesWhenHeadersAreStrippedAndPutBack() {
        packet.append(100);
        packet.putInt(14, 0x4500_0054);
        packet.strip(14);
        assertEquals(0x4500_0054, packet.getInt(0));
        assertEquals(86, packet.length());
        assertTrue(packet.prepend(14));
        assertEquals(0x4500_0054, packet.getInt(14));
        assertTrue(packet.isWhole());
    }

    @Test
    void shouldRefuseWhatTheBufferHasNoRoomFor() {
        assertFalse(packet.prepend(MemoryPacketPool.HEADROOM_BYTES + 1));
        assertFalse(packet.append(MemoryPacketPool.PACKET_BYTES + 1));
        assertEquals(0, packet.length());
        assertTrue(packet.prepend(MemoryPacketPool.HEADROOM_BYTES));
        assertTrue(packet.append(MemoryPacketPool.PACKET_BYTES));
        assertEquals(0, packet.headroom());
        assertEquals(0, packet.tailroom());
    }

    @Test
    void shouldFollowTheKnownBytes() {
        packet.append(100);
        packet.limitKnown(60);
        assertFalse(packet.isWhole());
        packet.strip(20);
        assertEquals(40, packet.knownLength());
        packet.prepend(10);
        assertEquals(50, packet.knownLength());
        packet.append(5);
        assertEquals(50, packet.knownLength());
        packet.strip(60);
        assertEquals(0, packet.knownLength());
        packet.truncate(0);
        assertTrue(packet.isWhole());
    }

    @Test
    void shouldFailOnBytesThatAreNotKnown() {
        packet.append(100);
        packet.limitKnown(20);
        assertEquals(0, packet.getInt(16));
        assertThrows(AssertionError.class, () -> packet.getInt(17));
        assertThrows(AssertionError.class, () -> packet.getByte(-1));
    }

    @Test
    void shouldKeepItsBoundsWhateverIsAddedAndRemoved() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int step = 0; step < 10_000; step++) {
            final int bytes = random.nextInt(200);
            switch (random.nextInt(4)) {
                case 0 -> packet.prepend(bytes);
                case 1 -> packet.append(bytes);
                case 2 -> packet.strip(Math.min(bytes, packet.length()));
                default -> packet.truncate(Math.max(0, packet.length() - bytes));
            }
            assertTrue(packet.headroom() >= 0 && packet.tailroom() >= 0, "seed " + seed);
            assertTrue(packet.knownLength() >= 0 && packet.knownLength() <= packet.length(), "seed " + seed);
        }
    }

    @Test
    void shouldReadAndWriteNetworkOrder() {
        packet.append(20);
        packet.putMac(0, 0x0102_0304_0506L);
        packet.putShort(12, 0xfffe);
        assertEquals(1, packet.getByte(0));
        assertEquals(0x0506, packet.getShort(4));
        assertEquals(0x0102_0304_0506L, packet.getMac(0));
        assertEquals(0xfffe, packet.getShort(12));
    }

    @Test
    void shouldCountAnExhaustedPoolAndReuseTheLastBufferFirst() {
        final Packet second = pool.allocate();
        assertNull(pool.allocate());
        assertEquals(1, pool.exhaustedCount());
        assertEquals(2, pool.inUsePackets());
        second.append(10);
        second.paint(3);
        second.free();
        final Packet again = pool.allocate();
        assertSame(second, again);
        assertEquals(0, again.length() + again.paint());
        assertEquals(MemoryPacketPool.HEADROOM_BYTES, again.headroom());
        again.free();
        assertThrows(AssertionError.class, again::free);
    }
}
