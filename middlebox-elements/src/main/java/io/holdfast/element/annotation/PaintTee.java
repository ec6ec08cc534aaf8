package io.holdfast.element.annotation;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.PacketCopies;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;

/** Copies packets of one colour to output 1; all go to output 0. Copies that cannot be had are counted. */
final class PaintTee extends Element {
    private int color;
    private int offset;
    private OutputLanes copies;
    private PacketPool pool;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        color = arguments.get(Paint.COLOR);
        offset = arguments.get(Paint.ANNO).offset();
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        pool = context.pool();
        noBuffer = context.statistics("drops.noBuffer");
        copies = new OutputLanes(output(1));
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).annotationByte(offset) == color) {
                copy(batch.get(i));
            }
        }
        output(0).push(batch);
        copies.flush();
    }

    private void copy(final Packet packet) {
        final Packet copy = PacketCopies.copy(packet, pool);
        if (copy == null) {
            noBuffer.increment();
        } else {
            copies.add(0, copy);
        }
    }
}
