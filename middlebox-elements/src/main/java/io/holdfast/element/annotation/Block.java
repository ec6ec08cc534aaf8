package io.holdfast.element.annotation;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLong;
import io.holdfast.element.Parameter;
import io.holdfast.element.SortingElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/** Sends packets whose rate annotation is above a threshold to output 1; the threshold can be changed by handler. */
final class Block extends SortingElement {
    static final Parameter<Integer> THRESH = Parameter.mandatory(
            "THRESH",
            ArgumentTypes.integer(0, Integer.MAX_VALUE),
            "units per second",
            "highest rate that passes; 0: any");

    private static final long KEPT_RATES = 3;

    private int initialThreshold;
    private LocalLong threshold;
    private StatisticsCounter blocked;

    @Override
    public void configure(final Arguments arguments) {
        initialThreshold = arguments.get(THRESH);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        threshold = new LocalLong(context, "threshold", initialThreshold);
        blocked = context.statistics("blocked");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("thresh", "highest rate that passes", () -> Long.toString(threshold.get()));
        handlers.write(
                "thresh",
                "changes the threshold",
                value -> threshold.set(HandlerValues.value(value, ArgumentTypes.integer(0, Integer.MAX_VALUE))));
    }

    @Override
    protected int select(final Packet packet) {
        final long limit = threshold.get();
        final int forward = packet.annotationInt(PacketAnnotations.FORWARD_RATE);
        final int reverse = packet.annotationInt(PacketAnnotations.REVERSE_RATE);
        if (limit == 0 || Math.max(forward, reverse) <= limit) {
            return 0;
        }
        blocked.increment();
        return 1;
    }
}
