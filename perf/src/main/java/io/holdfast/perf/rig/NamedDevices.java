package io.holdfast.perf.rig;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;

/** Ports lan and wan that exist by name only, and a pool: for graphs whose packets are made and taken elsewhere. */
public final class NamedDevices implements PacketDevices {
    private static final int CAPACITY_PACKETS = 4096;

    private static final PortStatistics NOTHING = new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final PacketPort[] ports = {new Named("lan"), new Named("wan")};
    private final PacketPool pool = new MemoryPacketPool(CAPACITY_PACKETS);

    @Override
    public int portCount() {
        return ports.length;
    }

    @Override
    public PacketPort port(final int number) {
        return ports[number];
    }

    @Override
    public PacketPool pool(final int worker) {
        return pool;
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {}

    @Override
    public void detachWorker(final int worker) {}

    @Override
    public void close() {
        pool.close();
    }

    private record Named(String name) implements PacketPort {
        @Override
        public int queueCount() {
            return 1;
        }

        @Override
        public long macAddress() {
            return 0;
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
        public PortStatistics statistics() {
            return NOTHING;
        }

        @Override
        public void close() {}
    }
}
