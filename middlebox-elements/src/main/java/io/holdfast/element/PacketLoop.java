package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** Runs a {@link PacketElement} over a burst. */
interface PacketLoop {
    /** Processes each packet; those that pass stay in the batch, in order. */
    void run(PacketElement element, PacketBatch batch);
}
