package io.holdfast.element.annotation;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketType;
import java.util.List;

/** Sets for whom packets came on their link. */
final class SetPacketType extends PacketElement {
    static final Parameter<String> TYPE = Parameter.mandatory(
            "TYPE", ArgumentTypes.WORD, "", "HOST, BROADCAST, MULTICAST, OTHERHOST, OUTGOING or 0 to 4");

    private static final List<String> NAMES = List.of("HOST", "BROADCAST", "MULTICAST", "OTHERHOST", "OUTGOING");

    private int type;

    @Override
    public void configure(final Arguments arguments) {
        final String text = arguments.get(TYPE);
        final int named = NAMES.indexOf(text.toUpperCase(java.util.Locale.ROOT));
        final boolean isNumber = text.matches("[0-4]");
        if (named < 0 && !isNumber && !text.isEmpty()) {
            arguments.error("TYPE: unknown packet type '" + text + "'");
        }
        type = isNumber ? Integer.parseInt(text) : Math.max(PacketType.HOST, named);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        packet.type(type);
        return null;
    }
}
