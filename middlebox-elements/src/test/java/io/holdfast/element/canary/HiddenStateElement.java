package io.holdfast.element.canary;

import io.holdfast.element.Element;
import io.holdfast.packet.PacketBatch;

/** Drops every third burst, and keeps count in a field: what no element may do. Never registered in production. */
public final class HiddenStateElement extends Element {
    /** A graph with this element as {@code x}. */
    public static final String GRAPH = "TestInput(0) -> x :: HiddenState -> TestOutput(0)";

    private int bursts;

    @Override
    public void push(final int input, final PacketBatch batch) {
        if (++bursts % 3 == 0) {
            batch.free();
        }
        output(0).push(batch);
    }
}
