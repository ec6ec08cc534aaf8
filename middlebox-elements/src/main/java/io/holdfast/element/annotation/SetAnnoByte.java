package io.holdfast.element.annotation;

import io.holdfast.element.Annotation;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Sets one byte of packets' annotation area. */
final class SetAnnoByte extends PacketElement {
    static final Parameter<Annotation> ANNO =
            Parameter.mandatory("ANNO", ArgumentTypes.ANNOTATION, "", "annotation of one byte");
    static final Parameter<Integer> VALUE =
            Parameter.mandatory("VALUE", ArgumentTypes.integer(0, 255), "", "value that is set");

    private int offset;
    private int value;

    @Override
    public void configure(final Arguments arguments) {
        offset = arguments.get(ANNO).offset();
        value = arguments.get(VALUE);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        packet.annotationByte(offset, value);
        return null;
    }
}
