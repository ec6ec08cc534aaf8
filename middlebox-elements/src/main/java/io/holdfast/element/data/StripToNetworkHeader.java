package io.holdfast.element.data;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Makes packets begin at their network header, by removing bytes or giving them back. */
final class StripToNetworkHeader extends PacketElement {
    private StatisticsCounter noHeader;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noHeader = context.statistics("drops.noHeader");
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        if (!packet.hasNetworkHeader()) {
            return noHeader;
        }
        final int offset = packet.networkOffset();
        if (offset > packet.length() || offset < 0 && !packet.prepend(-offset)) {
            return noHeader;
        }
        if (offset > 0) {
            packet.strip(offset);
        }
        return null;
    }
}
