package io.holdfast.element.queue;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;
import io.holdfast.packet.PacketBatch;

/** Pulls one packet from each input in turn; inputs without packets are passed over. */
final class RoundRobinSched extends PulledElement {
    private static final int NEXT = 0;

    private LocalLongs state;

    @Override
    void initializeState(final ElementContext context) {
        state = new LocalLongs(context, "state", 1);
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        final int inputs = inputCount();
        int next = (int) state.get(NEXT);
        int failures = 0;
        int count = 0;
        while (count < maxPackets && failures < inputs) {
            if (mayHavePackets(next) && input(next).pull(batch, 1) == 1) {
                count++;
                failures = 0;
            } else {
                failures++;
            }
            next = next + 1 == inputs ? 0 : next + 1;
        }
        if (count > 0) {
            state.set(NEXT, next);
        }
    }
}
