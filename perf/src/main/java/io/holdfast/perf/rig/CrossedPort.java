package io.holdfast.perf.rig;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;

/**
 * A port that receives from one device and sends by another: with loop-back devices such as net_ring two of them make a
 * cable. Whoever opened the devices closes them.
 */
record CrossedPort(String name, PacketPort receiver, PacketPort sender) implements PacketPort {
    @Override
    public int queueCount() {
        return 1;
    }

    @Override
    public long macAddress() {
        return receiver.macAddress();
    }

    @Override
    public boolean isLinkUp() {
        return true;
    }

    @Override
    public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
        return receiver.receive(queue, pool, batch);
    }

    @Override
    public int transmit(final int queue, final PacketBatch batch) {
        return sender.transmit(queue, batch);
    }

    @Override
    public PortStatistics statistics() {
        return sender.statistics();
    }

    @Override
    public void close() {}
}
