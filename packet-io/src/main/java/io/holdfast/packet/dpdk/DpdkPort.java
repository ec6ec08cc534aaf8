package io.holdfast.packet.dpdk;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.PortCounters;
import io.holdfast.packet.PortStatistics;

/** A started DPDK port. */
final class DpdkPort implements PacketPort {
    private final String name;
    private final int number;
    private final PluggedDevice device;
    private final DpdkCalls calls;
    private final DpdkQueue[] queues;
    private final long macAddress;
    /** Tells whether the kernel's interface has a carrier; null if the driver knows better. */
    private final KernelLink kernelLink;

    private PortStatistics lastStatistics;
    private boolean closed;

    DpdkPort(
            final String name,
            final PluggedDevice device,
            final DpdkQueue[] queues,
            final long macAddress,
            final KernelLink kernelLink) {
        this.name = name;
        this.number = device.port();
        this.device = device;
        this.calls = device.calls();
        this.queues = queues;
        this.macAddress = macAddress;
        this.kernelLink = kernelLink;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int queueCount() {
        return queues.length;
    }

    @Override
    public long macAddress() {
        return macAddress;
    }

    /** Asks the driver, or the kernel; from any thread, though not for every packet. */
    @Override
    public synchronized boolean isLinkUp() {
        if (closed) {
            return false;
        }
        if (kernelLink != null) {
            return kernelLink.isUp();
        }
        final long link = NativeMemory.allocate(EthLayout.LINK_BYTES);
        try {
            return calls.linkGet(number, link) == 0
                    && (NativeMemory.getShort(link + EthLayout.LINK_FLAGS) & EthLayout.LINK_UP) != 0;
        } finally {
            NativeMemory.release(link);
        }
    }

    @Override
    public int receive(final int queue, final PacketPool pool, final PacketBatch batch) {
        return queues[queue].receive((DpdkPool) pool, batch);
    }

    @Override
    public int transmit(final int queue, final PacketBatch batch) {
        return queues[queue].transmit(batch);
    }

    /** Our own counts, and the device's of what never reached us. */
    @Override
    public synchronized PortStatistics statistics() {
        if (closed) {
            return lastStatistics;
        }
        final PortCounters[] counters = new PortCounters[queues.length];
        for (int queue = 0; queue < queues.length; queue++) {
            counters[queue] = queues[queue].counters();
        }
        final PortStatistics own = PortCounters.sum(counters);
        final long stats = NativeMemory.allocate(EthLayout.STATS_BYTES);
        try {
            return calls.statsGet(number, stats) == 0 ? withDeviceCounts(own, stats) : own;
        } finally {
            NativeMemory.release(stats);
        }
    }

    /** Stops and unplugs the device. The workers have stopped using it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            lastStatistics = statistics();
            closed = true;
            for (final DpdkQueue queue : queues) {
                queue.release();
            }
            device.close();
        }
    }

    private static PortStatistics withDeviceCounts(final PortStatistics own, final long stats) {
        return new PortStatistics(
                own.receivedPackets(),
                own.receivedBytes(),
                own.transmittedPackets(),
                own.transmittedBytes(),
                NativeMemory.getLong(stats + EthLayout.STATS_MISSED),
                own.receiveErrors() + NativeMemory.getLong(stats + EthLayout.STATS_RX_ERRORS),
                // Some drivers count as errors the very packets that they did not take.
                Math.max(own.transmitDrops(), NativeMemory.getLong(stats + EthLayout.STATS_TX_ERRORS)),
                own.noBuffer() + NativeMemory.getLong(stats + EthLayout.STATS_NO_BUFFER),
                own.copiedPackets());
    }
}
