package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.PacketQueue;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** Lets a packet be pulled when it is so old by its timestamp. */
final class DelayShaper extends PulledElement {
    private static final int DELAY_NS = 0;

    private long configuredNs;
    private LocalLongs state;
    private PacketQueue held;

    @Override
    public void configure(final Arguments arguments) {
        configuredNs = arguments.get(DelayUnqueue.DELAY);
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        held = context.packetQueue("held", 1);
        state = new LocalLongs(context, "state", 1);
        state.set(DELAY_NS, configuredNs);
    }

    @Override
    boolean isWorthPulling() {
        return !held.isEmpty() ? dueNs() <= nowNs() : super.isWorthPulling();
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        for (int count = 0; count < maxPackets; count++) {
            if (held.isEmpty() && !fetch(batch)) {
                return;
            }
            if (dueNs() > nowNs()) {
                sleepUntil(dueNs());
                return;
            }
            final Packet packet = held.removeFirst();
            if (packet != null) {
                batch.add(packet);
            }
        }
    }

    private boolean fetch(final PacketBatch batch) {
        final int first = batch.size();
        if (input(0).pull(batch, 1) == 0) {
            return false;
        }
        held.addLast(batch.get(first));
        batch.size(first);
        return true;
    }

    private long dueNs() {
        return held.firstTimestampNs() + state.get(DELAY_NS);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("delay", "the age, in seconds", () -> Double.toString(state.get(DELAY_NS) / 1e9));
        handlers.write("delay", "changes the age", text -> {
            state.set(DELAY_NS, HandlerValues.value(text, ArgumentTypes.DURATION_NS));
            wake();
        });
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
        }
    }
}
