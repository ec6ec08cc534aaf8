package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.packet.PacketBatch;

/** Pulls from one input, which a handler may change. */
final class PullSwitch extends PulledElement {
    static final Parameter<Integer> INPUT = Parameter.optional(
            "INPUT", ArgumentTypes.integer(-1, Integer.MAX_VALUE), "0", "", "input pulled from; -1 for none");

    private static final int SELECTED = 0;

    private final boolean isFixed;
    private int configured;
    private LocalLongs state;

    private PullSwitch(final boolean isFixed) {
        this.isFixed = isFixed;
    }

    static PullSwitch changeable() {
        return new PullSwitch(false);
    }

    static PullSwitch fixed() {
        return new PullSwitch(true);
    }

    @Override
    public void configure(final Arguments arguments) {
        configured = arguments.get(INPUT);
        if (configured >= inputCount()) {
            arguments.error("INPUT: must be less than " + inputCount());
        }
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        state = new LocalLongs(context, "state", 1);
        state.set(SELECTED, configured);
    }

    @Override
    boolean isWorthPulling() {
        final int selected = (int) state.get(SELECTED);
        return selected >= 0 && mayHavePackets(selected);
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        final int selected = (int) state.get(SELECTED);
        if (selected >= 0) {
            input(selected).pull(batch, maxPackets);
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("switch", "input pulled from", () -> Long.toString(state.get(SELECTED)));
        if (!isFixed) {
            handlers.write("switch", "changes the input", text -> {
                final int selected =
                        HandlerValues.value(text, ArgumentTypes.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
                state.set(SELECTED, selected >= inputCount() ? -1 : Math.max(-1, selected));
                wake();
            });
        }
    }
}
