package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import java.util.List;

/** Sets the two bits of explicit congestion notification (RFC 3168). */
final class SetIPECN extends TosElement {
    static final Parameter<String> ECN =
            Parameter.mandatory("ECN", ArgumentTypes.WORD, "", "no, ect1, ect2, ce, or 0 to 3");

    private static final List<String> NAMES = List.of("no", "ect1", "ect2", "ce");

    private int bits;

    @Override
    public void configure(final Arguments arguments) {
        final String text = arguments.get(ECN);
        final boolean isNumber = text.matches("[0-3]");
        bits = isNumber ? Integer.parseInt(text) : NAMES.indexOf(text);
        if (bits < 0 && !text.isEmpty()) {
            arguments.error("ECN: expected no, ect1, ect2, ce, or 0 to 3, not '" + text + "'");
        }
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        change(packet, network, tos(packet, network) & ~ECN_MASK | bits);
        return null;
    }
}
