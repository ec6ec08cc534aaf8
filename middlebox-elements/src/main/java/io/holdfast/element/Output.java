package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** One end of a connection: hands batches to an input of another element. */
public final class Output {
    private final Element target;
    private final int input;

    Output(final Element target, final int input) {
        this.target = target;
        this.input = input;
    }

    /** The element behind. */
    Element target() {
        return target;
    }

    /** Gives the packets on; an empty batch is not passed. The batch is empty when this returns. */
    public void push(final PacketBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        target.push(input, batch);
        assert batch.isEmpty() : target.name() + " kept packets in the batch";
    }
}
