package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/** Takes a burst through the steps of an {@link ElementChain}. */
interface ChainLoop {
    /** Set in the answer if choices at the chain's end differ. */
    int DIFFERENT = 1;

    /** Set in the answer if packets left on the way. */
    int LEFT = 2;

    /**
     * Takes each packet through all steps; those that leave on the way are given to {@link ElementChain#leave}, the others
     * stay in the batch.
     *
     * @param choices of the last element, for those that stay, if it is one that sorts
     * @return {@link #DIFFERENT}, {@link #LEFT}, both or 0
     */
    int run(ElementChain chain, PacketBatch batch, int[] choices);
}
