package io.holdfast.perf.load;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;

/** A link over any port of packet-io: a NIC, net_memif, net_ring, af_packet. The port's owner closes it. */
public final class DeviceLoadPort implements LoadPort {
    private final PacketPort port;
    private final PacketPool pool;
    private final PacketBatch outgoing = new PacketBatch();
    private final PacketBatch incoming = new PacketBatch();
    private long droppedCount;

    public DeviceLoadPort(final PacketPort port, final PacketPool pool) {
        this.port = port;
        this.pool = pool;
    }

    @Override
    public boolean send(final long address, final int length) {
        final Packet packet = pool.allocate();
        if (packet == null) {
            return false;
        }
        packet.append(length);
        NativeMemory.copy(address, packet.address(), length);
        outgoing.add(packet);
        if (outgoing.isFull()) {
            flush();
        }
        return true;
    }

    @Override
    public void flush() {
        if (!outgoing.isEmpty()) {
            final int size = outgoing.size();
            droppedCount += size - port.transmit(0, outgoing);
        }
    }

    /** Frames that the device did not take: they count as sent, and lost. */
    public long droppedCount() {
        return droppedCount;
    }

    @Override
    public int poll(final FrameSink sink, final int limit) {
        int count = 0;
        for (int queue = 0; queue < port.queueCount() && count < limit; queue++) {
            count += port.receive(queue, pool, incoming);
            for (int i = 0; i < incoming.size(); i++) {
                sink.onFrame(incoming.get(i).address(), incoming.get(i).length());
            }
            incoming.free();
        }
        return count;
    }

    @Override
    public void close() {}
}
