package io.holdfast.release;

import io.holdfast.packet.PacketBatch;

/** Where released packets go. */
@FunctionalInterface
public interface PacketSink {
    /** Sends packets out of a port; the batch is empty afterwards. */
    void transmit(int port, PacketBatch batch);
}
