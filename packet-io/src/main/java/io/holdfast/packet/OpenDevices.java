package io.holdfast.packet;

import io.holdfast.packet.dpdk.DpdkSession;
import io.holdfast.packet.dpdk.Libc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Ports and pools that are open, in the order in which they were opened. */
final class OpenDevices implements PacketDevices {
    private final List<PacketPort> ports = new ArrayList<>();
    private final List<PacketPool> pools = new ArrayList<>();
    /** Null if no port is a DPDK device. */
    private final DpdkSession dpdk;
    /** Where each worker's thread was before it was pinned, or null; an entry is its worker's own. */
    private final BitSet[] cpusBefore;

    OpenDevices(final int workers, final DpdkSession dpdk) {
        this.dpdk = dpdk;
        cpusBefore = new BitSet[workers];
    }

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
    public void attachWorker(final int worker, final int cpu) {
        if (cpu >= 0) {
            cpusBefore[worker] = Libc.threadCpus();
            Libc.pinThread(cpu);
        }
        // Pinned first: DPDK remembers where a thread was when it was registered.
        if (dpdk != null) {
            dpdk.registerThread();
        }
    }

    @Override
    public void detachWorker(final int worker) {
        if (dpdk != null) {
            dpdk.unregisterThread();
        }
        if (cpusBefore[worker] != null) {
            Libc.threadCpus(cpusBefore[worker]);
            cpusBefore[worker] = null;
        }
    }

    @Override
    public void close() {
        ports.reversed().forEach(PacketPort::close);
        pools.forEach(PacketPool::close);
    }
}
