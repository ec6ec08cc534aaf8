package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.packet.PacketBatch;

/** Pushes all packets to one output, which a handler may change. */
final class Switch extends Element {
    static final Parameter<Integer> OUTPUT = Parameter.optional(
            "OUTPUT", ArgumentTypes.integer(-1, Integer.MAX_VALUE), "0", "", "output pushed to; -1 to drop");

    private static final int SELECTED = 0;

    private final boolean isFixed;
    private int configured;
    private LocalLongs state;

    private Switch(final boolean isFixed) {
        this.isFixed = isFixed;
    }

    static Switch changeable() {
        return new Switch(false);
    }

    static Switch fixed() {
        return new Switch(true);
    }

    @Override
    public void configure(final Arguments arguments) {
        configured = arguments.get(OUTPUT);
        if (configured >= outputCount()) {
            arguments.error("OUTPUT: must be less than " + outputCount());
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        state = new LocalLongs(context, "state", 1);
        state.set(SELECTED, configured);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int selected = (int) state.get(SELECTED);
        if (selected < 0) {
            batch.free();
        } else {
            output(selected).push(batch);
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("switch", "output pushed to", () -> Long.toString(state.get(SELECTED)));
        if (!isFixed) {
            handlers.write("switch", "changes the output", text -> {
                final int selected =
                        HandlerValues.value(text, ArgumentTypes.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
                state.set(SELECTED, selected >= outputCount() ? -1 : Math.max(-1, selected));
            });
        }
    }
}
