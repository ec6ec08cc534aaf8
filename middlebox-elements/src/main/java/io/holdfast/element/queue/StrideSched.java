package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.SoftState;
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

    @SoftState("of use within one pull")
    private boolean[] tried = new boolean[0];
    /** A pass for each input, then its tickets. */
    private LocalLongs state;

    @Override
    public void configure(final Arguments arguments) {
        tickets = StrideTickets.read(arguments, inputCount());
    }

    @Override
    void initializeState(final ElementContext context) {
        final int inputs = inputCount();
        tried = new boolean[inputs];
        state = new LocalLongs(context, "state", 2 * inputs);
        for (int i = 0; i < inputs; i++) {
            state.set(inputs + i, tickets[i]);
            state.set(i, stride(i));
        }
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        int count = 0;
        while (count < maxPackets && pullOne(batch)) {
            count++;
        }
        if (count > 0) {
            rebase();
        }
    }

    /** Inputs that had no packet are brought up to the one that had: they gain no credit. Without a packet, nothing changes. */
    private boolean pullOne(final PacketBatch batch) {
        java.util.Arrays.fill(tried, false);
        for (int next = least(); next >= 0; next = least()) {
            tried[next] = true;
            if (mayHavePackets(next) && input(next).pull(batch, 1) == 1) {
                final long pass = state.get(next);
                for (int i = 0; i < inputCount(); i++) {
                    if (tried[i]) {
                        state.set(i, Math.max(pass, state.get(i)));
                    }
                }
                state.set(next, pass + stride(next));
                return true;
            }
        }
        return false;
    }

    /** The input with the least pass of those not tried yet; of several, the lowest-numbered; -1 if all were tried. */
    private int least() {
        int least = -1;
        for (int i = 0; i < inputCount(); i++) {
            if (!tried[i] && (least < 0 || state.get(i) < state.get(least))) {
                least = i;
            }
        }
        return least;
    }

    /** Keeps passes small: only their differences count. */
    private void rebase() {
        java.util.Arrays.fill(tried, false);
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
