package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;
import java.util.BitSet;
import org.agrona.UnsafeApi;

/** A small packet pool for tests, which notices packets that are freed twice. */
final class TestPacketPool implements PacketPool {
    private static final int BUFFER_BYTES = 4096;
    private static final int HEADROOM_BYTES = 128;
    private static final byte POISON = 0x5a;

    private final long memory;
    private final Packet[] packets;
    private final BitSet inUse = new BitSet();
    private long exhausted;

    TestPacketPool(final int capacityPackets) {
        packets = new Packet[capacityPackets];
        memory = UnsafeApi.allocateMemory((long) capacityPackets * BUFFER_BYTES);
        for (int i = 0; i < capacityPackets; i++) {
            packets[i] = new Packet(this);
        }
    }

    @Override
    public Packet allocate() {
        final int slot = inUse.nextClearBit(0);
        if (slot >= packets.length) {
            exhausted++;
            return null;
        }
        inUse.set(slot);
        final long buffer = memory + (long) slot * BUFFER_BYTES;
        NativeMemory.fill(buffer, BUFFER_BYTES, POISON);
        packets[slot].bind(slot, buffer, BUFFER_BYTES, HEADROOM_BYTES, 0);
        return packets[slot];
    }

    @Override
    public void free(final Packet packet) {
        final int slot = (int) packet.handle();
        if (packets[slot] != packet || !inUse.get(slot)) {
            throw new IllegalStateException("packet " + slot + " freed twice, or to another pool");
        }
        inUse.clear(slot);
    }

    @Override
    public int maxPacketBytes() {
        return BUFFER_BYTES - HEADROOM_BYTES;
    }

    @Override
    public int capacityPackets() {
        return packets.length;
    }

    @Override
    public int inUsePackets() {
        return inUse.cardinality();
    }

    @Override
    public long exhaustedCount() {
        return exhausted;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(memory);
    }
}
