package io.holdfast.packet.memory;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortStatistics;
import java.util.Arrays;
import java.util.List;

/** Ports that exist by name only: nothing comes in, and what is sent is freed. For a rehearsal, or a graph fed otherwise. */
public final class IdleDevices implements PacketDevices {
    private static final PortStatistics NOTHING = new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);

    private final PacketPort[] ports;
    private final MemoryPacketPool[] pools;

    /**
     * @param names of the ports
     * @param workers each with a queue of every port, and a pool
     * @param poolPackets of each pool
     */
    public IdleDevices(final List<String> names, final int workers, final int poolPackets) {
        ports = names.stream().map(name -> new IdlePort(name, workers)).toArray(PacketPort[]::new);
        pools = new MemoryPacketPool[workers];
        Arrays.setAll(pools, worker -> new MemoryPacketPool(poolPackets));
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
            return NOTHING;
        }

        @Override
        public void close() {}
    }
}
