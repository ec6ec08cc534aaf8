package io.holdfast.packet.memory;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;

/** A port that exists by name only: its link is up, nothing comes in, and what is sent is freed. */
public class IdlePort implements PacketPort {
    private static final PortStatistics NOTHING = new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);

    private final String name;
    private final int queueCount;
    private final long macAddress;

    /** @param queueCount of receive and of transmit queues each */
    public IdlePort(final String name, final int queueCount, final long macAddress) {
        this.name = name;
        this.queueCount = queueCount;
        this.macAddress = macAddress;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int queueCount() {
        return queueCount;
    }

    @Override
    public final long macAddress() {
        return macAddress;
    }

    @Override
    public boolean isLinkUp() {
        return true;
    }

    @Override
    public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
        return 0;
    }

    @Override
    public int transmit(final int queue, final PacketBatch batch) {
        final int count = batch.size();
        batch.free();
        return count;
    }

    @Override
    public final PortStatistics statistics() {
        return NOTHING;
    }

    @Override
    public void close() {}
}
