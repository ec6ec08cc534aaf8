package io.holdfast.element.annotation;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Passes packets of one colour; the others are rejected ({@code drops.otherColor}). */
final class CheckPaint extends PacketElement {
    private int color;
    private int offset;
    private StatisticsCounter otherColor;

    @Override
    public void configure(final Arguments arguments) {
        color = arguments.get(Paint.COLOR);
        offset = arguments.get(Paint.ANNO).offset();
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        otherColor = context.statistics("drops.otherColor");
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        return packet.annotationByte(offset) == color ? null : otherColor;
    }
}
