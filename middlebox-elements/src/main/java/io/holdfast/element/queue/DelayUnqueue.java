package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.PacketQueue;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** Pulls packets, holds each until it is so old by its timestamp, and pushes it. */
final class DelayUnqueue extends PullingElement {
    static final Parameter<Long> DELAY = Parameter.mandatory(
            "DELAY", ArgumentTypes.DURATION_NS, "seconds", "age by the timestamp at which a packet goes on");

    private static final int DELAY_NS = 0;

    private final PacketBatch batch = new PacketBatch();
    private long configuredNs;
    private LocalLongs state;
    private PacketQueue held;

    @Override
    public void configure(final Arguments arguments) {
        configuredNs = arguments.get(DELAY);
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        held = context.packetQueue("held", 1);
        state = new LocalLongs(context, "state", 1);
        state.set(DELAY_NS, configuredNs);
    }

    @Override
    void run() {
        while (!batch.isFull() && nextIsDue()) {
            final Packet packet = held.removeFirst();
            if (packet != null) {
                batch.add(packet);
            }
        }
        final boolean isFull = batch.isFull();
        output(0).push(batch);
        if (!held.isEmpty() && !isFull) {
            runAgainAt(dueNs());
        } else {
            runAgainIfWorthwhile(isFull);
        }
    }

    private boolean nextIsDue() {
        if (held.isEmpty()) {
            final int first = batch.size();
            if (input(0).pull(batch, 1) == 0) {
                return false;
            }
            held.addLast(batch.get(first));
            batch.size(first);
        }
        return dueNs() <= nowNs();
    }

    private long dueNs() {
        return held.firstTimestampNs() + state.get(DELAY_NS);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("delay", "the age, in seconds", () -> Double.toString(state.get(DELAY_NS) / 1e9));
        handlers.write("delay", "changes the age", text -> {
            state.set(DELAY_NS, HandlerValues.value(text, ArgumentTypes.DURATION_NS));
            runAgain();
        });
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
        }
    }
}
