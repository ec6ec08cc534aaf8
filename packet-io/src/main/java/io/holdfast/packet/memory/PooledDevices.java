package io.holdfast.packet.memory;

import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import java.util.Arrays;

/** Ports of any kind with a pool of ordinary memory for each worker; threads need no preparation. */
public class PooledDevices implements PacketDevices {
    private final PacketPort[] ports;
    private final MemoryPacketPool[] pools;

    /**
     * @param ports in the order of their numbers; closed with these devices
     * @param workers each with a pool
     * @param poolPackets of each pool
     */
    public PooledDevices(final PacketPort[] ports, final int workers, final int poolPackets) {
        this.ports = ports.clone();
        pools = new MemoryPacketPool[workers];
        Arrays.setAll(pools, worker -> new MemoryPacketPool(poolPackets));
    }

    /** Packets of all pools that are not free. */
    public final int inUsePackets() {
        return Arrays.stream(pools).mapToInt(MemoryPacketPool::inUsePackets).sum();
    }

    @Override
    public final int portCount() {
        return ports.length;
    }

    @Override
    public final PacketPort port(final int number) {
        return ports[number];
    }

    @Override
    public final PacketPool pool(final int worker) {
        return pools[worker];
    }

    @Override
    public final void attachWorker(final int worker, final int cpu) {}

    @Override
    public final void detachWorker(final int worker) {}

    @Override
    public final void close() {
        for (final PacketPort port : ports) {
            port.close();
        }
        for (final MemoryPacketPool pool : pools) {
            pool.close();
        }
    }
}
