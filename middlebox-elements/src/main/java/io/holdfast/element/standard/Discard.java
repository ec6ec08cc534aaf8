package io.holdfast.element.standard;

import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/** Drops every packet: {@code Discard}. Handler {@code count} tells how many. */
public final class Discard extends Element {
    private StatisticsCounter count;

    @Override
    public void initialize(final ElementContext context) {
        count = context.statistics("count");
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        count.add(batch.size());
        batch.free();
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", () -> Long.toString(count.get()));
        handlers.write("reset", ignored -> count.reset());
    }
}
