package io.holdfast.recovery;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;

/**
 * Keeps packets of which the log had only the beginning from being sent: an element may have held one (a packet that
 * waits for ARP) when the replica took over.
 */
public final class WholePacketsOnly implements PacketSink {
    private final PacketSink device;
    private long cutOffCount;

    /** Passes the whole packets on to a device. */
    public WholePacketsOnly(final PacketSink device) {
        this.device = device;
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            if (packet.isCutOff()) {
                cutOffCount++;
                packet.free();
            } else {
                batch.set(kept++, packet);
            }
        }
        batch.size(kept);
        if (kept > 0) {
            device.transmit(port, batch);
        }
    }

    /** Packets dropped. */
    public long cutOffCount() {
        return cutOffCount;
    }
}
