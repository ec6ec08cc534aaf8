package io.holdfast.element.queue;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;

/** Pushes one packet to each output in turn. */
final class RoundRobinSwitch extends SortingElement {
    private static final int NEXT = 0;

    private LocalLongs state;

    @Override
    public void initialize(final ElementContext context) {
        state = new LocalLongs(context, "state", 1);
    }

    @Override
    protected int select(final Packet packet) {
        final int selected = (int) state.get(NEXT);
        state.set(NEXT, selected + 1 == outputCount() ? 0 : selected + 1);
        return selected;
    }
}
