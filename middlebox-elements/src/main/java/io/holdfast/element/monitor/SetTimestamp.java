package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/**
 * Sets packets' timestamps: to now, or to a given time ({@code SetTimestamp([TIMESTAMP], keywords)}).
 *
 * <p>FIRST true: the first-timestamp annotation. DELTA true: the time since the present timestamp, instead of the time.
 * Now is the burst's logged time.
 */
final class SetTimestamp extends PacketElement {
    static final Parameter<Long> TIMESTAMP =
            Parameter.optional("TIMESTAMP", ArgumentTypes.DURATION_NS, "", "s", "time to set; default: now");
    static final Parameter<Boolean> FIRST = Parameter.keyword(
            "FIRST", ArgumentTypes.BOOL, "false", "", "whether the first-timestamp annotation is set");
    static final Parameter<Boolean> DELTA = Parameter.keyword(
            "DELTA", ArgumentTypes.BOOL, "false", "", "whether the time since the present one is set");

    private long given;
    private boolean isFirst;
    private boolean isDelta;
    private ElementContext context;

    @Override
    public void configure(final Arguments arguments) {
        given = arguments.get(TIMESTAMP);
        isFirst = arguments.get(FIRST);
        isDelta = arguments.get(DELTA);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        long time = given == 0 ? context.timeNs() : given;
        if (isDelta) {
            time -= isFirst ? first(packet) : packet.timestampNs();
        }
        if (isFirst) {
            packet.annotationInt(PacketAnnotations.FIRST_TIMESTAMP, (int) (time >> 32));
            packet.annotationInt(PacketAnnotations.FIRST_TIMESTAMP + Integer.BYTES, (int) time);
        } else {
            packet.timestampNs(time);
        }
        return null;
    }

    static long first(final Packet packet) {
        return (long) packet.annotationInt(PacketAnnotations.FIRST_TIMESTAMP) << 32
                | Integer.toUnsignedLong(packet.annotationInt(PacketAnnotations.FIRST_TIMESTAMP + Integer.BYTES));
    }
}
