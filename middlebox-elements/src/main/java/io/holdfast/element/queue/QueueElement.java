package io.holdfast.element.queue;

import io.holdfast.element.ActiveNotifier;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Notifier;
import io.holdfast.element.PacketQueue;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Storage;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** Stores packets: pushed to at the inputs, pulled from at output 0. What finds no place goes to output 1, or is dropped. */
abstract class QueueElement extends Element implements Storage {
    static final int MAX_CAPACITY = 1 << 20;
    static final Parameter<Integer> CAPACITY = Parameter.optional(
            "CAPACITY", ArgumentTypes.integer(1, MAX_CAPACITY), "1000", "packets", "packets stored at most");

    private static final int OVERFLOW = 1;

    private final ActiveNotifier notEmpty = new ActiveNotifier(() -> !queue().isEmpty());
    private final ActiveNotifier notFull = new ActiveNotifier(() -> !queue().isFull());
    private final PacketBatch overflow = new PacketBatch();
    private int capacityPackets;
    private PacketQueue queue;
    private StatisticsCounter drops;
    private StatisticsCounter highwater;

    @Override
    public void configure(final Arguments arguments) {
        capacityPackets = arguments.get(CAPACITY);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        queue = context.packetQueue("packets", capacityPackets);
        drops = context.statistics("drops");
        highwater = context.statistics("highwater_length");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final boolean wasEmpty = queue.isEmpty();
        for (int i = 0; i < batch.size(); i++) {
            enqueue(input, batch.get(i));
        }
        batch.clear();
        highwater.add(Math.max(0, queue.size() - highwater.get()));
        if (wasEmpty && !queue.isEmpty()) {
            notEmpty.wake();
        }
        flushOverflow();
    }

    /** Finds a place for a packet, or {@link #drop}s one. */
    abstract void enqueue(int input, Packet packet);

    /** Gives a packet up that has no place. */
    final void drop(final Packet packet) {
        drops.increment();
        if (packet == null) {
            return;
        }
        if (outputCount() <= OVERFLOW) {
            packet.free();
            return;
        }
        if (overflow.isFull()) {
            flushOverflow();
        }
        overflow.add(packet);
    }

    private void flushOverflow() {
        if (!overflow.isEmpty()) {
            output(OVERFLOW).push(overflow);
        }
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        final int count = Math.min(maxPackets, queue.size());
        if (count == 0) {
            return;
        }
        final boolean wasFull = queue.isFull();
        for (int i = 0; i < count; i++) {
            final Packet packet = queue.removeFirst();
            if (packet != null) {
                batch.add(packet);
            }
        }
        if (wasFull) {
            notFull.wake();
        }
    }

    @Override
    public final int storedPackets() {
        return queue.size();
    }

    @Override
    public final int capacityPackets() {
        return capacityPackets;
    }

    final PacketQueue queue() {
        return queue;
    }

    @Override
    public Notifier emptyNotifier(final int output) {
        return output == 0 ? notEmpty : null;
    }

    @Override
    public Notifier fullNotifier(final int input) {
        return notFull;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("length", "packets stored now", () -> Integer.toString(queue.size()));
        handlers.read("highwater_length", "most packets ever stored", () -> Long.toString(highwater.get()));
        handlers.read("capacity", "packets stored at most", () -> Integer.toString(capacityPackets));
        handlers.read("drops", "packets dropped for want of a place", () -> Long.toString(drops.get()));
        handlers.write("reset_counts", "sets drops and highwater_length back", ignored -> {
            drops.reset();
            highwater.reset();
        });
        handlers.write("reset", "drops all packets stored", ignored -> {
            drops.add(queue.size());
            queue.clear();
            notFull.wake();
        });
    }

    @Override
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }
}
