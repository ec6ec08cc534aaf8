package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Lets an agnostic element that only knows how to push serve pulls: what its push gives to a pull output is collected
 * for whoever pulls.
 */
final class PullThrough {
    private final Element element;
    private final Input[] inputs;
    private final Collector[] collectors;
    private final PacketBatch pulled = new PacketBatch();

    /**
     * Makes it for one element.
     *
     * @param inputs with null for those that are pushed to
     * @param outputs of which those that are pulled from are set
     */
    PullThrough(final Element element, final Input[] inputs, final Output[] outputs, final boolean[] isPullOutput) {
        this.element = element;
        this.inputs = inputs;
        collectors = new Collector[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            if (isPullOutput[i]) {
                collectors[i] = new Collector();
                outputs[i] = new Output(collectors[i], 0);
            }
        }
    }

    void pull(final int output, final PacketBatch batch, final int maxPackets) {
        final int input = inputs.length > 1 && output < inputs.length ? output : 0;
        if (inputs.length == 0 || inputs[input] == null) {
            return;
        }
        collectors[output].into = batch;
        inputs[input].pull(pulled, maxPackets);
        if (!pulled.isEmpty()) {
            element.push(input, pulled);
            assert pulled.isEmpty() : element.name() + " kept packets in the batch";
        }
        collectors[output].into = null;
    }

    /** Stands behind an output that is pulled from. */
    private static final class Collector extends Element {
        @SoftState("of use within one pull")
        private PacketBatch into;

        /** What nobody asked for, from an element that makes many packets of one, is dropped. */
        @Override
        public void push(final int input, final PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                final Packet packet = batch.get(i);
                if (into == null || into.isFull()) {
                    packet.free();
                } else {
                    into.add(packet);
                }
            }
            batch.clear();
        }
    }
}
