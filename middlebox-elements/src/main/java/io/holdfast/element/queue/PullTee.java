package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/** Lets packets be pulled from output 0, and pushes copies of them to all other outputs. */
final class PullTee extends Element {
    static final Parameter<Integer> N = Parameter.optional(
            "N",
            ArgumentTypes.integer(1, 4096),
            "",
            "",
            "number of outputs, which must be right; default: as connected");

    private final PacketBatch copies = new PacketBatch();
    private ElementContext context;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        final int declared = arguments.integer("N", 1, 4096, outputCount());
        if (declared != outputCount()) {
            arguments.error("N: is " + declared + ", but there are " + outputCount() + " outputs");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        noBuffer = context.statistics("drops.noBuffer");
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        final int first = batch.size();
        final int pulled = input(0).pull(batch, Math.min(maxPackets, copies.capacity()));
        for (int out = 1; out < outputCount() && pulled > 0; out++) {
            for (int i = first; i < batch.size(); i++) {
                final Packet copy = batch.get(i).copy(context.pool());
                if (copy == null) {
                    noBuffer.increment();
                } else {
                    copies.add(copy);
                }
            }
            output(out).push(copies);
        }
    }

    /** Packets come by pulling only. */
    @Override
    public void push(final int input, final PacketBatch packets) {
        throw new IllegalStateException("input " + input + " is pulled");
    }
}
