package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** One end of a pull connection: asks an output of another element for packets. */
public final class Input {
    private final Element source;
    private final int output;

    Input(final Element source, final int output) {
        this.source = source;
        this.output = output;
    }

    /**
     * Asks for packets. They are the caller's.
     *
     * @param batch to whose end they are added
     * @param maxPackets wanted at most; no more than the batch has room for are asked for
     * @return packets added; 0 does not say that there are none, as what was pulled may have been filtered out
     */
    public int pull(final PacketBatch batch, final int maxPackets) {
        final int before = batch.size();
        final int wanted = Math.min(maxPackets, batch.remaining());
        if (wanted > 0) {
            source.pull(output, batch, wanted);
        }
        assert batch.size() - before <= Math.max(0, wanted) : source.name() + " gave more packets than asked for";
        return batch.size() - before;
    }
}
