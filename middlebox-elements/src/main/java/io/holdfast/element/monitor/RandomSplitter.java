package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/**
 * Takes a random sample: {@code RandomSample([SAMPLE], keywords)}: sampled packets go to output 0, the others to output 1 or
 * nowhere.
 *
 * <p>Randomness is the worker's logged one; the probability, which a handler may change, is state.
 */
final class RandomSplitter extends SortingElement {
    static final Parameter<Double> SAMPLE =
            Parameter.optional("SAMPLE", ArgumentTypes.REAL, "1", "", "probability of a packet to be sampled");
    static final Parameter<Double> DROP =
            Parameter.keyword("DROP", ArgumentTypes.REAL, "0", "", "probability not to be sampled; instead of SAMPLE");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "if not, every packet is sampled");

    private static final int THRESHOLD = 0;
    private static final int IS_ACTIVE = 1;
    private static final int NUMBERS = 2;
    private static final long ONE = 1L << 53;
    private static final int UNUSED_BITS = 11;

    private double configured;
    private boolean startsActive;
    private ElementContext context;
    private LocalLongs state;
    private StatisticsCounter drops;

    @Override
    public void configure(final Arguments arguments) {
        final double drop = arguments.get(DROP);
        final double sample = arguments.get(SAMPLE);
        startsActive = arguments.get(ACTIVE);
        configured = drop == 0 ? sample : 1 - drop;
        if (!(configured >= 0 && configured <= 1)) {
            arguments.error((drop == 0 ? "SAMPLE" : "DROP") + ": must be in [0, 1]");
        } else if (drop != 0 && sample != 1) {
            arguments.error("SAMPLE and DROP exclude each other");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        drops = context.statistics("drops");
        state = new LocalLongs(context, "probability", NUMBERS);
        state.set(THRESHOLD, (long) (configured * ONE));
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
    }

    @Override
    protected int select(final Packet packet) {
        if (state.get(IS_ACTIVE) == 0 || context.nextRandom() >>> UNUSED_BITS < state.get(THRESHOLD)) {
            return 0;
        }
        drops.increment();
        return 1;
    }

    private double probability() {
        return (double) state.get(THRESHOLD) / ONE;
    }

    private void probability(final double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("must be in [0, 1]");
        }
        state.set(THRESHOLD, (long) (probability * ONE));
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("sampling_prob", "probability to be sampled", () -> Double.toString(probability()));
        handlers.write(
                "sampling_prob", "changes it", text -> probability(HandlerValues.value(text, ArgumentTypes.REAL)));
        handlers.read("drop_prob", "probability not to be sampled", () -> Double.toString(1 - probability()));
        handlers.write(
                "drop_prob", "changes it", text -> probability(1 - HandlerValues.value(text, ArgumentTypes.REAL)));
        handlers.read("drops", "packets not sampled", () -> Long.toString(drops.get()));
        handlers.read("active", "whether a sample is taken", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write(
                "active",
                "says whether a sample is taken",
                text -> state.set(IS_ACTIVE, HandlerValues.bool(text) ? 1 : 0));
    }
}
