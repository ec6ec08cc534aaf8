package io.holdfast.element.annotation;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.PacketCopies;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;

/**
 * Sends packets to the output whose number is their colour.
 *
 * <p>Those of a colour without an output are dropped ({@code drops.noOutput}), those of colour 255 copied to every
 * output; a copy that cannot be had is counted ({@code drops.noBuffer}).
 */
final class PaintSwitch extends Element {
    private static final int EVERY_OUTPUT = 255;

    private int offset;
    private OutputLanes lanes;
    private PacketPool pool;
    private StatisticsCounter noOutput;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        offset = arguments.get(Paint.ANNO).offset();
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        pool = context.pool();
        noOutput = context.statistics("drops.noOutput");
        noBuffer = context.statistics("drops.noBuffer");
        final Output[] outputs = new Output[outputCount()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(i);
        }
        lanes = new OutputLanes(outputs);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final int color = packet.annotationByte(offset);
            if (color < lanes.count()) {
                lanes.add(color, packet);
            } else if (color == EVERY_OUTPUT && lanes.count() > 0) {
                sendEverywhere(packet);
            } else {
                noOutput.increment();
                packet.free();
            }
        }
        batch.clear();
        lanes.flush();
    }

    private void sendEverywhere(final Packet packet) {
        for (int i = 1; i < lanes.count(); i++) {
            final Packet copy = PacketCopies.copy(packet, pool);
            if (copy == null) {
                noBuffer.increment();
            } else {
                lanes.add(i, copy);
            }
        }
        lanes.add(0, packet);
    }
}
