package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLong;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import java.util.Locale;

/**
 * Makes packets' timestamps distances in time: {@code SetTimestampDelta([TYPE])}.
 *
 * <p>RANGE: from the packet's first-timestamp annotation to its timestamp. NOW: from its timestamp to now. FIRST: from
 * the timestamp of the first packet seen, which is state.
 */
final class SetTimestampDelta extends PacketElement {
    static final Parameter<String> TYPE = Parameter.optional(
            "TYPE", ArgumentTypes.WORD, "RANGE", "", "RANGE, NOW or FIRST: from where to where time is measured");

    private static final double SECOND_NS = 1e9;

    private enum Distance {
        RANGE,
        NOW,
        FIRST
    }

    private Distance distance = Distance.RANGE;
    private ElementContext context;
    /** Timestamp of the first packet, 0 before. */
    private LocalLong firstNs;

    @Override
    public void configure(final Arguments arguments) {
        final String type = arguments.get(TYPE).toUpperCase(Locale.ROOT);
        if (type.matches("RANGE|NOW|FIRST")) {
            distance = Distance.valueOf(type);
        } else {
            arguments.error("TYPE: bad type, RANGE, NOW or FIRST expected");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        firstNs = new LocalLong(context, "firstNs", 0);
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final long timestampNs = packet.timestampNs();
        if (distance == Distance.FIRST && firstNs.get() == 0) {
            firstNs.set(timestampNs);
        }
        packet.timestampNs(
                switch (distance) {
                    case RANGE -> timestampNs - SetTimestamp.first(packet);
                    case NOW -> context.timeNs() - timestampNs;
                    case FIRST -> timestampNs - firstNs.get();
                });
        return null;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read(
                "first",
                "timestamp of the first packet, in seconds",
                () -> String.format(Locale.ROOT, "%.9f", firstNs.get() / SECOND_NS));
        handlers.write("reset", "the next packet is the first", ignored -> firstNs.set(0));
    }
}
