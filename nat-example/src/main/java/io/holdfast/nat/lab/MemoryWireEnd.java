package io.holdfast.nat.lab;

import io.holdfast.nat.host.Wire;
import io.holdfast.packet.memory.MemoryWire;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * The switch's end of a cable to a node's memory port.
 *
 * <p>Like a NIC, it spreads the frames over the node's queues: by a hash of addresses and ports that is the same in
 * both directions. What is not TCP or UDP over IPv4 goes to queue 0.
 *
 * <p>Used by the switch's thread; only {@link #plugIn} and {@link #close} are called by another.
 */
final class MemoryWireEnd implements Wire {
    private static final int ETHER_TYPE_OFFSET = 12;
    private static final int PROTOCOL_OFFSET = 23;
    private static final int SOURCE_IP_OFFSET = 26;
    private static final int TARGET_IP_OFFSET = 30;
    private static final int PORTS_OFFSET = 34;
    private static final int SPREAD = 0x9E3779B1;

    private MemoryWire wire;
    private volatile MemoryWire next;

    MemoryWireEnd(final MemoryWire wire) {
        this.wire = wire;
    }

    /** Puts a fresh wire in place of this one, which a node that was killed may have left in the middle of a frame. */
    void plugIn(final MemoryWire fresh) {
        next = fresh;
    }

    private void change() {
        final MemoryWire fresh = next;
        if (fresh != null) {
            next = null;
            wire.close();
            wire = fresh;
        }
    }

    /** Closes the wire; the switch's thread must have ended. */
    void close() {
        change();
        wire.close();
    }

    @Override
    public boolean send(final byte[] frame) {
        change();
        return frame.length <= MemoryWire.MAX_FRAME_BYTES && wire.send(queueOf(frame), frame);
    }

    @Override
    public int poll(final Consumer<byte[]> handler, final int limit) {
        change();
        int count = 0;
        for (int queue = 0; queue < wire.queueCount(); queue++) {
            count += wire.poll(queue, (buffer, offset, length) -> handler.accept(copy(buffer, offset, length)), limit);
        }
        return count;
    }

    private int queueOf(final byte[] frame) {
        final int queues = wire.queueCount();
        if (queues == 1 || frame.length < PORTS_OFFSET + 4) {
            return 0;
        }
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        final int protocol = frame[PROTOCOL_OFFSET];
        if (bytes.getShort(ETHER_TYPE_OFFSET) != 0x0800 || (protocol != 6 && protocol != 17)) {
            return 0;
        }
        final int ports = bytes.getShort(PORTS_OFFSET) ^ bytes.getShort(PORTS_OFFSET + 2);
        final int mixed = (bytes.getInt(SOURCE_IP_OFFSET) ^ bytes.getInt(TARGET_IP_OFFSET) ^ ports) * SPREAD;
        return (mixed >>> 16) % queues;
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] frame = new byte[length];
        buffer.getBytes(offset, frame);
        return frame;
    }
}
