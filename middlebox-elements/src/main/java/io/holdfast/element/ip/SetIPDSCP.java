package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLong;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Sets the differentiated services code point (RFC 2474). */
final class SetIPDSCP extends TosElement {
    static final Parameter<Integer> DSCP =
            Parameter.mandatory("DSCP", ArgumentTypes.integer(0, 63), "", "code point that is set");

    private int initialCodePoint;
    private LocalLong codePoint;

    @Override
    public void configure(final Arguments arguments) {
        initialCodePoint = arguments.get(DSCP);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        codePoint = new LocalLong(context, "dscp", initialCodePoint);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("dscp", "code point that is set", () -> Long.toString(codePoint.get()));
        handlers.write(
                "dscp",
                "changes the code point",
                value -> codePoint.set(HandlerValues.value(value, ArgumentTypes.integer(0, 63))));
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        change(packet, network, (int) codePoint.get() << 2 | tos(packet, network) & ECN_MASK);
        return null;
    }
}
