package io.holdfast.recovery;

import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;
import org.agrona.concurrent.NanoClock;

/** Notes when the first packet goes out of a device. */
final class FirstPacketClock implements PacketSink {
    private final PacketSink device;
    private final NanoClock clock;
    private long firstPacketNs;

    FirstPacketClock(final PacketSink device, final NanoClock clock) {
        this.device = device;
        this.clock = clock;
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        device.transmit(port, batch);
        if (firstPacketNs == 0) {
            firstPacketNs = clock.nanoTime();
        }
    }

    /** Forgets what has been sent so far. */
    void restart() {
        firstPacketNs = 0;
    }

    /** Monotonic time, 0 if nothing was sent. */
    long firstPacketNs() {
        return firstPacketNs;
    }
}
