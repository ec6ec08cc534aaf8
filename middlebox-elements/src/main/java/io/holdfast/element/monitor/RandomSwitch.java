package io.holdfast.element.monitor;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;

/** Sends each packet to an output chosen at random, all alike: {@code RandomSwitch}. */
final class RandomSwitch extends SortingElement {
    private ElementContext context;

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
    }

    @Override
    protected int select(final Packet packet) {
        return (int) Math.unsignedMultiplyHigh(context.nextRandom(), outputCount());
    }
}
