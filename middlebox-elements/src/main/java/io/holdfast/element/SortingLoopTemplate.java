package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** The loop of sorting elements; used through the copies that {@link BurstLoops} makes. */
final class SortingLoopTemplate implements SortingLoop {
    SortingLoopTemplate() {}

    @Override
    public void choose(
            final SortingElement element,
            final PacketBatch batch,
            final int begin,
            final int end,
            final int[] choices) {
        for (int i = begin; i < end; i++) {
            choices[i - begin] = element.select(batch.get(i));
        }
    }
}
