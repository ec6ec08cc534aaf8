package io.holdfast.recovery;

import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;

/** What makes a live worker's bursts safe, or does not. Called by the worker's thread. */
public interface Protection extends PacketSink {
    /** Whether a burst may begin. */
    boolean mayReceive();

    /** A burst begins; the packets are as received. */
    void beginBurst(long timeNs, int port, PacketBatch batch);

    /** The burst that began has run. */
    void endBurst();

    /** Lets go of what may leave; returns the packets let go. */
    int release();
}
