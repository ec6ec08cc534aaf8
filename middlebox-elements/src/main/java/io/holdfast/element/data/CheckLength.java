package io.holdfast.element.data;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/** Rejects packets that are longer than a limit ({@code drops.tooLong}). */
final class CheckLength extends PacketElement {
    static final Parameter<Integer> LENGTH =
            Parameter.mandatory("LENGTH", ArgumentTypes.integer(0, Integer.MAX_VALUE), "bytes", "longest that passes");
    static final Parameter<Boolean> EXTRA_LENGTH = Parameter.keyword(
            "EXTRA_LENGTH", ArgumentTypes.BOOL, "true", "", "whether the EXTRA_LENGTH annotation counts");

    private int lengthBytes;
    private boolean countsExtra;
    private StatisticsCounter tooLong;

    @Override
    public void configure(final Arguments arguments) {
        countsExtra = arguments.get(EXTRA_LENGTH);
        lengthBytes = arguments.get(LENGTH);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooLong = context.statistics("drops.tooLong");
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final long extra = countsExtra ? packet.annotationInt(PacketAnnotations.EXTRA_LENGTH) : 0;
        return packet.length() + extra > lengthBytes ? tooLong : null;
    }
}
