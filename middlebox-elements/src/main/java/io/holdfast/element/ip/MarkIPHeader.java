package io.holdfast.element.ip;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/** Notes where the IPv4 header is, without checking it; where there is none, the packet passes unmarked. */
final class MarkIPHeader extends PacketElement {
    private int offset;
    private StatisticsCounter unmarked;

    @Override
    public void configure(final Arguments arguments) {
        offset = arguments.get(CheckIPHeader.OFFSET);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        unmarked = context.statistics("unmarked");
    }

    @Override
    public int headerDepthBytes() {
        return Math.max(offset, EthernetHeader.LENGTH) + Ipv4Header.MAX_LENGTH;
    }

    @Override
    public boolean staysInHeaders() {
        return offset == 0 || offset == EthernetHeader.LENGTH;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        if (Ipv4Header.fits(packet, offset)) {
            packet.networkOffset(offset);
            packet.transportOffset(offset + Ipv4Header.headerLength(packet, offset));
        } else {
            unmarked.increment();
        }
        return null;
    }
}
