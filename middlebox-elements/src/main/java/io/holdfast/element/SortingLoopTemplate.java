package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** The loop of sorting elements; used through the copies that {@link BurstLoops} makes. */
final class SortingLoopTemplate implements SortingLoop {
    SortingLoopTemplate() {}

    @Override
    public boolean choose(
            final SortingElement element,
            final PacketBatch batch,
            final int begin,
            final int end,
            final int[] choices) {
        final int first = element.select(batch.get(begin));
        choices[0] = first;
        int differences = 0;
        for (int i = begin + 1; i < end; i++) {
            final int choice = element.select(batch.get(i));
            choices[i - begin] = choice;
            differences |= choice ^ first;
        }
        return differences == 0;
    }
}
