package io.holdfast.element.standard;

import io.holdfast.element.Element;
import io.holdfast.packet.PacketBatch;

/** Drops every packet. */
final class Discard extends Element {
    @Override
    public void push(final int input, final PacketBatch batch) {
        batch.free();
    }
}
