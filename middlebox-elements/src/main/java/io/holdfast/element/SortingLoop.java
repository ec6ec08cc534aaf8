package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** Runs a {@link SortingElement} over a burst. */
interface SortingLoop {
    /**
     * Chooses an output for each of the packets [begin, end), one or more, and notes it at the same index less begin.
     *
     * @return whether all choices are the same
     */
    boolean choose(SortingElement element, PacketBatch batch, int begin, int end, int[] choices);
}
