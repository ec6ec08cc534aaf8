package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/**
 * Pulls packets as they come and pushes them.
 *
 * <p>Packets always move as bursts: what is behind the output cannot tell, as it gets them one after the other.
 */
final class Unqueue extends PullingElement {
    static final Parameter<Integer> BURST = Parameter.optional(
            "BURST",
            ArgumentTypes.integer(-1, Integer.MAX_VALUE),
            "1",
            "packets",
            "packets moved at a time, at least; 0 or less for any number");
    static final Parameter<Integer> LIMIT = Parameter.keyword(
            "LIMIT",
            ArgumentTypes.integer(-1, Integer.MAX_VALUE),
            "-1",
            "packets",
            "packets moved in all; less than 0: no limit");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are moved");

    private static final int LEFT = 0;
    private static final int IS_ACTIVE = 1;

    private final PacketBatch batch = new PacketBatch();
    private int limit;
    private boolean startsActive;
    private LocalLongs state;
    private StatisticsCounter count;

    @Override
    public void configure(final Arguments arguments) {
        arguments.get(BURST);
        limit = arguments.get(LIMIT);
        startsActive = arguments.get(ACTIVE);
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        count = context.statistics("count");
        state = new LocalLongs(context, "state", 2);
        state.set(LEFT, limit);
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
    }

    @Override
    void run() {
        final long left = state.get(LEFT);
        if (left == 0 || state.get(IS_ACTIVE) == 0) {
            return;
        }
        final int wanted = left < 0 ? batch.capacity() : (int) Math.min(left, batch.capacity());
        final int pulled = input(0).pull(batch, wanted);
        if (pulled > 0) {
            count.add(pulled);
            if (left > 0) {
                state.set(LEFT, left - pulled);
            }
            output(0).push(batch);
        }
        runAgainIfWorthwhile(pulled == wanted);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets moved", () -> Long.toString(count.get()));
        handlers.read("active", "whether packets are moved", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write("active", "says whether packets are moved", value -> {
            state.set(IS_ACTIVE, HandlerValues.bool(value) ? 1 : 0);
            runAgain();
        });
        handlers.write("reset", "begins counting anew, the limit included", ignored -> {
            count.reset();
            state.set(LEFT, limit);
            runAgain();
        });
    }
}
