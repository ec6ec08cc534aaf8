package io.holdfast.element.queue;

import io.holdfast.element.ElementContext;
import io.holdfast.packet.PacketBatch;

/** Pulls from the lowest-numbered input that has packets. */
final class PrioSched extends PulledElement {
    @Override
    void initializeState(final ElementContext context) {
        // It has none.
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        int left = maxPackets;
        for (int i = 0; i < inputCount() && left > 0; i++) {
            if (mayHavePackets(i)) {
                left -= input(i).pull(batch, left);
            }
        }
    }
}
