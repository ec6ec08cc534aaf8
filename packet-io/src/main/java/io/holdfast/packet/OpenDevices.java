package io.holdfast.packet;

import java.util.ArrayList;
import java.util.List;

/** Ports and pools that are open, in the order in which they were opened. */
final class OpenDevices implements PacketDevices {
    private final List<PacketPort> ports = new ArrayList<>();
    private final List<PacketPool> pools = new ArrayList<>();

    void add(final PacketPort port) {
        ports.add(port);
    }

    void add(final PacketPool pool) {
        pools.add(pool);
    }

    @Override
    public int portCount() {
        return ports.size();
    }

    @Override
    public PacketPort port(final int number) {
        return ports.get(number);
    }

    @Override
    public PacketPool pool(final int worker) {
        return pools.get(worker);
    }

    @Override
    public void attachWorker(final int worker, final int cpu) {}

    @Override
    public void detachWorker(final int worker) {}

    @Override
    public void close() {
        ports.reversed().forEach(PacketPort::close);
        pools.forEach(PacketPool::close);
    }
}
