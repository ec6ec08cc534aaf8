package io.holdfast.packet.memory;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A fixed number of packet buffers in one slab of native memory.
 *
 * <p>Free packets form a stack, so that the buffer used last, which is likeliest to be cached, is used next. A packet
 * object keeps its buffer for life. Used by one thread, except for the counts, which any thread may read.
 */
public final class MemoryPacketPool implements PacketPool {
    /** Room for added headers before a fresh packet's data, in bytes; the same as DPDK's. */
    public static final int HEADROOM_BYTES = 128;

    /** Largest packet with the default headroom, in bytes; the same as DPDK's. */
    public static final int PACKET_BYTES = 2048;

    private static final int BUFFER_BYTES = HEADROOM_BYTES + PACKET_BYTES;
    private static final VarHandle FREE_COUNT;
    private static final VarHandle EXHAUSTED_COUNT;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            FREE_COUNT = lookup.findVarHandle(MemoryPacketPool.class, "freeCount", int.class);
            EXHAUSTED_COUNT = lookup.findVarHandle(MemoryPacketPool.class, "exhaustedCount", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Packet[] free;
    private final boolean[] isOut;
    private final long slabAddress;
    private int freeCount;
    private long exhaustedCount;
    private boolean closed;

    /**
     * Reserves the slab.
     *
     * @param capacityPackets number of buffers of {@value #PACKET_BYTES} bytes, 1 or more
     */
    public MemoryPacketPool(final int capacityPackets) {
        if (capacityPackets < 1) {
            throw new DeviceException("capacityPackets must be 1 or more: " + capacityPackets);
        }
        slabAddress = NativeMemory.allocate((long) capacityPackets * BUFFER_BYTES);
        free = new Packet[capacityPackets];
        isOut = new boolean[capacityPackets];
        for (int slot = 0; slot < capacityPackets; slot++) {
            final Packet packet = new Packet(this);
            bind(packet, slot);
            free[capacityPackets - 1 - slot] = packet;
        }
        freeCount = capacityPackets;
    }

    @Override
    public Packet allocate() {
        final int count = freeCount;
        if (count == 0 || closed) {
            EXHAUSTED_COUNT.setOpaque(this, exhaustedCount + 1);
            return null;
        }
        final Packet packet = free[count - 1];
        freeCount = count - 1;
        final long slot = packet.handle();
        assert markOut(slot);
        bind(packet, slot);
        return packet;
    }

    @Override
    public void free(final Packet packet) {
        assert packet.pool() == this : "a packet of another pool";
        assert markIn(packet.handle());
        final int count = freeCount;
        free[count] = packet;
        freeCount = count + 1;
    }

    @Override
    public int maxPacketBytes() {
        return PACKET_BYTES;
    }

    @Override
    public int capacityPackets() {
        return free.length;
    }

    /** Any thread may ask, also after {@link #close()}: then it counts the packets that never came back. */
    @Override
    public int inUsePackets() {
        return free.length - (int) FREE_COUNT.getOpaque(this);
    }

    @Override
    public long exhaustedCount() {
        return (long) EXHAUSTED_COUNT.getOpaque(this);
    }

    /** Gives the slab back to the system; packets that are still out must not be touched any more, only freed. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeMemory.release(slabAddress);
        }
    }

    private void bind(final Packet packet, final long slot) {
        packet.bind(slot, slabAddress + slot * BUFFER_BYTES, BUFFER_BYTES, HEADROOM_BYTES, 0);
    }

    private boolean markOut(final long slot) {
        isOut[(int) slot] = true;
        return true;
    }

    private boolean markIn(final long slot) {
        assert isOut[(int) slot] : "packet freed twice, slot " + slot;
        isOut[(int) slot] = false;
        return true;
    }
}
