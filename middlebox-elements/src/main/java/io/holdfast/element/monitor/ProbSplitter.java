package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.packet.Packet;

/** Sends a random sample to output 1, the other packets to output 0: {@code ProbSplitter(P, keywords)}. */
final class ProbSplitter extends SortingElement {
    static final Parameter<Double> P =
            Parameter.mandatory("P", ArgumentTypes.REAL, "", "probability of a packet to go to output 1");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "if not, every packet goes to output 0");

    private static final int THRESHOLD = 0;
    private static final int IS_ACTIVE = 1;
    private static final int NUMBERS = 2;
    private static final long ONE = 1L << 53;
    private static final int UNUSED_BITS = 11;

    private double configured;
    private boolean startsActive;
    private ElementContext context;
    private LocalLongs state;

    @Override
    public void configure(final Arguments arguments) {
        configured = arguments.get(P);
        startsActive = arguments.get(ACTIVE);
        if (!isProbability(configured)) {
            arguments.error("P: must be in [0, 1]");
        }
        arguments.finish();
    }

    private static boolean isProbability(final double number) {
        return number >= 0 && number <= 1;
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        state = new LocalLongs(context, "probability", NUMBERS);
        state.set(THRESHOLD, (long) (configured * ONE));
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
    }

    @Override
    protected int select(final Packet packet) {
        return state.get(IS_ACTIVE) != 0 && context.nextRandom() >>> UNUSED_BITS < state.get(THRESHOLD) ? 1 : 0;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read(
                "sampling_prob", "probability of output 1", () -> Double.toString((double) state.get(THRESHOLD) / ONE));
        handlers.write("sampling_prob", "changes it", text -> {
            final double probability = HandlerValues.value(text, ArgumentTypes.REAL);
            if (!isProbability(probability)) {
                throw new IllegalArgumentException("must be in [0, 1]");
            }
            state.set(THRESHOLD, (long) (probability * ONE));
        });
        handlers.read("active", "whether a sample is taken", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write(
                "active",
                "says whether a sample is taken",
                text -> state.set(IS_ACTIVE, HandlerValues.bool(text) ? 1 : 0));
    }
}
