package io.holdfast.element.standard;

import io.holdfast.element.Element;
import io.holdfast.packet.PacketBatch;

/** Passes every packet on unchanged: {@code Null}. */
public final class Null extends Element {
    @Override
    public void push(final int input, final PacketBatch batch) {
        output(0).push(batch);
    }
}
