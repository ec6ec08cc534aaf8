package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalState;
import io.holdfast.element.Notifier;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Task;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;

/**
 * Pulls packets as they come and pushes them.
 *
 * <p>With a burst of more than one, packets move as a burst; that they are pulled in bursts otherwise, too, is not seen:
 * what is behind the output gets them one after the other.
 */
final class Unqueue extends Element {
    static final Parameter<Integer> BURST = Parameter.optional(
            "BURST",
            ArgumentTypes.integer(-1, Integer.MAX_VALUE),
            "1",
            "packets",
            "packets pulled at a time; 0 or less: any");
    static final Parameter<Integer> LIMIT = Parameter.keyword(
            "LIMIT",
            ArgumentTypes.integer(-1, Integer.MAX_VALUE),
            "-1",
            "packets",
            "packets moved in all; less than 0: no limit");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are moved");

    private static final long LEFT = 0;
    private static final long IS_ACTIVE = 8;
    private static final long NO_LIMIT = -1;

    private final PacketBatch batch = new PacketBatch();
    private int limit;
    private boolean startsActive;
    private LocalState state;
    private StatisticsCounter count;
    private Task task;
    private Notifier signal;

    @Override
    public void configure(final Arguments arguments) {
        arguments.get(BURST);
        limit = arguments.get(LIMIT);
        startsActive = arguments.get(ACTIVE);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        count = context.statistics("count");
        state = context.localState("state", IS_ACTIVE + Long.BYTES);
        NativeMemory.putLong(state.address() + LEFT, Math.max(NO_LIMIT, limit));
        NativeMemory.putLong(state.address() + IS_ACTIVE, startsActive ? 1 : 0);
        task = context.task(this::run);
        signal = context.emptySignal(0, task);
        if (signal.isActive()) {
            task.schedule();
        }
    }

    private void run() {
        final long left = get(LEFT);
        if (left == 0 || get(IS_ACTIVE) == 0) {
            return;
        }
        final int wanted = left < 0 ? batch.capacity() : (int) Math.min(left, batch.capacity());
        final int pulled = input(0).pull(batch, wanted);
        if (pulled > 0) {
            count.add(pulled);
            if (left > 0) {
                put(LEFT, left - pulled);
            }
            output(0).push(batch);
        }
        if (pulled == wanted || signal.isActive()) {
            task.schedule();
        }
    }

    /** Packets come by pulling only. */
    @Override
    public void push(final int input, final PacketBatch packets) {
        throw new IllegalStateException("input 0 is pulled");
    }

    @Override
    public int pullBurstPackets() {
        return 0;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets moved", () -> Long.toString(count.get()));
        handlers.read("active", "whether packets are moved", () -> get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write("active", "says whether packets are moved", value -> {
            put(IS_ACTIVE, HandlerValues.bool(value) ? 1 : 0);
            task.schedule();
        });
        handlers.write("reset", "begins counting anew, the limit included", ignored -> {
            count.reset();
            put(LEFT, Math.max(NO_LIMIT, limit));
            task.schedule();
        });
    }

    private long get(final long offset) {
        return NativeMemory.getLong(state.address() + offset);
    }

    private void put(final long offset, final long value) {
        state.changing();
        NativeMemory.putLong(state.address() + offset, value);
    }
}
