package io.holdfast.recovery;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;

/**
 * Receives and drops what the ports of a node get that does not forward, so that nothing stale is processed when it
 * begins to.
 */
final class PortDrain {
    private final PacketDevices devices;
    private final int worker;
    private final PacketBatch batch = new PacketBatch();
    private long discardedCount;

    PortDrain(final PacketDevices devices, final int worker) {
        this.devices = devices;
        this.worker = worker;
    }

    /** Drops up to a burst of each port; returns how many packets. */
    int doWork() {
        int discarded = 0;
        for (int port = 0; port < devices.portCount(); port++) {
            discarded += devices.port(port).receive(worker, devices.pool(worker), batch);
            batch.free();
        }
        discardedCount += discarded;
        return discarded;
    }

    long discardedCount() {
        return discardedCount;
    }
}
