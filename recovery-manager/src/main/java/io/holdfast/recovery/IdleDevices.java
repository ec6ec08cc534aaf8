package io.holdfast.recovery;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import io.holdfast.packet.memory.MemoryPacketPool;

/** As many ports as a node has, at which nothing comes in, and from which nothing goes out: for a rehearsal. */
final class IdleDevices implements PacketDevices {
    private static final int POOL_PACKETS = 512;

    private final PacketPort[] ports;
    private final MemoryPacketPool[] pools;

    IdleDevices(final NodeSettings settings) {
        ports = settings.ports().stream()
                .map(port -> new IdlePort(port.name(), settings.workers()))
                .toArray(PacketPort[]::new);
        pools = new MemoryPacketPool[settings.workers()];
        for (int worker = 0; worker < pools.length; worker++) {
            pools[worker] = new MemoryPacketPool(POOL_PACKETS);
        }
    }

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
        return pools[worker];
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {}

    @Override
    public void detachWorker(final int worker) {}

    @Override
    public void close() {
        for (final MemoryPacketPool pool : pools) {
            pool.close();
        }
    }

    /** Frees what it is given to send. */
    private record IdlePort(String name, int queueCount) implements PacketPort {
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
            return new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
