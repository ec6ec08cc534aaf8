package io.holdfast.element.annotation;

import io.holdfast.element.Annotation;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLong;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Sets a byte annotation of packets, their paint unless another is named; the colour can be changed by handler. */
final class Paint extends PacketElement {
    static final Parameter<Integer> COLOR =
            Parameter.mandatory("COLOR", ArgumentTypes.integer(0, 255), "", "value that is set");
    static final Parameter<Annotation> ANNO =
            Parameter.optional("ANNO", ArgumentTypes.ANNOTATION, "PAINT", "", "annotation of one byte");

    private int initialColor;
    private int offset;
    private LocalLong color;

    @Override
    public void configure(final Arguments arguments) {
        initialColor = arguments.get(COLOR);
        offset = arguments.get(ANNO).offset();
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        color = new LocalLong(context, "color", initialColor);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("color", "value that is set", () -> Long.toString(color.get()));
        handlers.write(
                "color",
                "changes the value",
                value -> color.set(HandlerValues.value(value, ArgumentTypes.integer(0, 255))));
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        packet.annotationByte(offset, (int) color.get());
        return null;
    }
}
