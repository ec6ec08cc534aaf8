package io.holdfast.recovery;

import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;

/** No log and nothing held: a plain run, or a master without a replica. */
public final class NoProtection implements Protection {
    private final PacketSink device;

    public NoProtection(final PacketSink device) {
        this.device = device;
    }

    @Override
    public boolean mayReceive() {
        return true;
    }

    @Override
    public void beginBurst(final long timeNs, final int port, final PacketBatch batch) {}

    @Override
    public void endBurst() {}

    @Override
    public int release() {
        return 0;
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        device.transmit(port, batch);
    }
}
