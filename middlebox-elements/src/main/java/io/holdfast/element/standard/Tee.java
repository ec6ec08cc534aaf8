package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Copies every packet to every output: {@code Tee([N])}.
 *
 * <p>Copies come from the worker's pool; one that cannot be had is counted ({@code drops.noBuffer}) and left out. The
 * packet itself goes to the last output.
 */
public final class Tee extends Element {
    private static final int MAX_OUTPUTS = 1024;

    private final PacketBatch copies = new PacketBatch();
    private ElementContext context;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        final int declaredOutputs = arguments.integer("N", 1, MAX_OUTPUTS, outputCount());
        if (declaredOutputs != outputCount()) {
            arguments.error("N: is " + declaredOutputs + ", but there are " + outputCount() + " outputs");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        noBuffer = context.statistics("drops.noBuffer");
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int last = outputCount() - 1;
        for (int i = 0; i < last; i++) {
            for (int begin = 0; begin < batch.size(); begin += copies.capacity()) {
                copy(batch, begin);
                output(i).push(copies);
            }
        }
        output(last).push(batch);
    }

    private void copy(final PacketBatch batch, final int begin) {
        final int end = Math.min(batch.size(), begin + copies.capacity());
        for (int i = begin; i < end; i++) {
            final Packet copy = batch.get(i).copy(context.pool());
            if (copy == null) {
                noBuffer.increment();
            } else {
                copies.add(copy);
            }
        }
    }
}
