package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.packet.PacketBatch;

/**
 * Pulls from the inputs in proportion to their tickets (stride scheduling): the input whose pass is the least is next,
 * and its pass grows by a stride that is the shorter, the more tickets it has. An input that had no packet gains no
 * credit.
 */
final class StrideSched extends PulledElement {
    static final Parameter<String> TICKETS =
            Parameter.rest("TICKETS", "tickets of each input, a number from 1 to 65535");

    static final int MAX_TICKETS = 65_535;
    private static final long STRIDE_OF_ONE = 1L << 32;

    private long[] tickets = new long[0];
    /** A pass for each input, then its tickets. */
    private LocalLongs state;

    @Override
    public void configure(final Arguments arguments) {
        tickets = StrideTickets.read(arguments, inputCount());
    }

    @Override
    void initializeState(final ElementContext context) {
        final int inputs = inputCount();
        state = new LocalLongs(context, "state", 2 * inputs);
        for (int i = 0; i < inputs; i++) {
            state.set(inputs + i, tickets[i]);
            state.set(i, stride(i));
        }
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        int count = 0;
        int failures = 0;
        while (count < maxPackets && failures < inputCount()) {
            final int next = least();
            final boolean found = mayHavePackets(next) && input(next).pull(batch, 1) == 1;
            state.add(next, stride(next));
            count += found ? 1 : 0;
            failures = found ? 0 : failures + 1;
        }
        rebase();
    }

    /** The input with the least pass; of several, the lowest-numbered. */
    private int least() {
        int least = 0;
        for (int i = 1; i < inputCount(); i++) {
            if (state.get(i) < state.get(least)) {
                least = i;
            }
        }
        return least;
    }

    /** Keeps passes small: only their differences count. */
    private void rebase() {
        final long base = state.get(least());
        if (base > STRIDE_OF_ONE << 16) {
            for (int i = 0; i < inputCount(); i++) {
                state.add(i, -base);
            }
        }
    }

    private long stride(final int input) {
        return STRIDE_OF_ONE / state.get(inputCount() + input);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        for (int i = 0; i < inputCount(); i++) {
            final int input = i;
            handlers.read("tickets" + i, "tickets of input " + i, () -> Long.toString(state.get(inputCount() + input)));
            handlers.write(
                    "tickets" + i,
                    "changes the tickets of input " + i,
                    text -> state.set(
                            inputCount() + input, HandlerValues.value(text, ArgumentTypes.integer(1, MAX_TICKETS))));
        }
    }
}
