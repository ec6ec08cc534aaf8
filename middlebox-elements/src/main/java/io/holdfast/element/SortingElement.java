package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * An element that chooses an output for each packet.
 *
 * <p>First all packets of a burst are looked at, between {@link #beginBurst} and {@link #endBurst}, then they are
 * pushed: so that one access of a shared container may span the burst, as accesses do not nest.
 */
public abstract class SortingElement extends PacketwiseElement {
    /** Chosen for a packet that is to be freed; whoever chooses it counts why. */
    protected static final int DROP = -1;

    private final SortingLoop loop = BurstLoops.sortingLoop(getClass());
    /** Where choices are noted; null while a push is under way, as a graph may lead packets back to this element. */
    @SoftState("of use within one push")
    private int[] spareChoices = new int[PacketBatch.BURST_PACKETS];

    @SoftState("empty between pushes")
    private OutputLanes lanes;

    /** Chooses an output for a packet; {@link #DROP}, or one that is not connected, frees it. */
    protected abstract int select(Packet packet);

    /** Called before packets are looked at. */
    protected void beginBurst() {}

    /** Called after packets were looked at, before they are pushed. */
    protected void endBurst() {}

    @Override
    public void push(final int input, final PacketBatch batch) {
        final ElementChain chain = chain();
        if (chain != null && batch.size() <= PacketBatch.BURST_PACKETS) {
            chain.push(batch);
            return;
        }
        final int[] choices = spareChoices == null ? new int[PacketBatch.BURST_PACKETS] : spareChoices;
        spareChoices = null;
        final int count = batch.size();
        for (int begin = 0; begin < count; begin += choices.length) {
            final int end = Math.min(count, begin + choices.length);
            beginBurst();
            final boolean isOneChoice = loop.choose(this, batch, begin, end, choices);
            endBurst();
            if (begin == 0 && end == count) {
                passOn(batch, choices, isOneChoice);
            } else {
                distribute(batch, begin, end, choices);
                lanes().flush();
            }
        }
        spareChoices = choices;
        batch.clear();
    }

    /** Pushes a burst on, each packet by its choice. The batch is empty afterwards. */
    final void passOn(final PacketBatch batch, final int[] choices, final boolean isOneChoice) {
        if (isOneChoice && isOpen(choices[0])) {
            output(choices[0]).push(batch);
        } else {
            distribute(batch, 0, batch.size(), choices);
            lanes().flush();
            batch.clear();
        }
    }

    @Override
    final int advance(final Packet packet) {
        return select(packet);
    }

    /** The only output that leads to an element that a chain can go on with. */
    @Override
    final int mainOutput() {
        int main = NO_OUTPUT;
        for (int i = 0; i < outputCount(); i++) {
            if (leadsOn(i)) {
                if (main != NO_OUTPUT) {
                    return NO_OUTPUT;
                }
                main = i;
            }
        }
        return main;
    }

    @Override
    final void leave(final Packet packet, final int choice) {
        if (choice >= 0 && choice < outputCount()) {
            lanes().add(choice, packet);
        } else {
            packet.free();
        }
    }

    @Override
    final void flushLeft(final int begin, final int end) {
        lanes().flush(begin, end);
    }

    private void distribute(final PacketBatch batch, final int begin, final int end, final int[] choices) {
        for (int i = begin; i < end; i++) {
            leave(batch.get(i), choices[i - begin]);
        }
    }

    /** Whether a burst that goes to one output as a whole can be passed on as it is. */
    private boolean isOpen(final int choice) {
        return choice >= 0 && choice < outputCount() && !lanes().hasGathered(choice);
    }

    private OutputLanes lanes() {
        if (lanes == null) {
            final Output[] outputs = new Output[outputCount()];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = output(i);
            }
            lanes = new OutputLanes(outputs);
        }
        return lanes;
    }
}
