package io.holdfast.element.ip;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Gives back what StripIPHeader removed; where that cannot be, the packet is dropped ({@code drops.noHeader}). */
final class UnstripIPHeader extends PacketElement {
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
        final int offset = packet.networkOffset();
        final boolean isThere = packet.hasNetworkHeader() && (offset >= 0 || packet.prepend(-offset));
        return isThere ? null : noHeader;
    }
}
