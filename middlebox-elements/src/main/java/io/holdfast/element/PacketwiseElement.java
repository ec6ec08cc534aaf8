package io.holdfast.element;

import io.holdfast.packet.Packet;

/** An element whose work on a burst is a step for each packet, so that steps of several elements can be put together. */
abstract class PacketwiseElement extends Element {
    /** What {@link #advance} answers for a packet that has been taken care of, or is to be freed. */
    static final int GONE = -1;

    /** What {@link #mainOutput} answers if there is none. */
    static final int NO_OUTPUT = -1;

    @SoftState("derived from the graph")
    private ElementChain chain;

    @SoftState("derived from the graph")
    private boolean isChainKnown;

    /**
     * Whether the step on a packet depends on that packet alone, on the configuration, and on what changes between bursts
     * only; and makes no access of shared state. Counters do not matter. Then the step may be made together with those
     * of the elements before and behind ({@link ElementChain}).
     */
    protected boolean isPacketwise() {
        return false;
    }

    /** Does the step on a packet. Returns its output, or {@link #GONE}. */
    abstract int advance(Packet packet);

    /** The output that a chain goes on by, or {@link #NO_OUTPUT}. */
    abstract int mainOutput();

    /** Takes a packet that leaves the chain here, with what {@link #advance} answered. */
    abstract void leave(Packet packet, int choice);

    /** Pushes packets that left here by the outputs [begin, end). */
    abstract void flushLeft(int begin, int end);

    /** The chain that begins here; null if there is none. Valid from the first push on. */
    final ElementChain chain() {
        if (!isChainKnown) {
            chain = ElementChain.from(this);
            isChainKnown = true;
        }
        return chain;
    }

    /** Whether an output leads to an element that a chain may go on with. */
    final boolean leadsOn(final int outputNumber) {
        return output(outputNumber).target() instanceof PacketwiseElement next && next.isPacketwise();
    }
}
