package io.holdfast.element.standard;

import io.holdfast.element.Element;
import io.holdfast.packet.PacketBatch;

/** Drops what it gets, sends nothing. */
final class Idle extends Element {
    @Override
    public void push(final int input, final PacketBatch batch) {
        batch.free();
    }
}
