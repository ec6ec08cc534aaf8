package io.holdfast.element.transport;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.UdpHeader;

/** Computes the checksum of UDP datagrams; those of fragments become "none". Bad packets are rejected. */
final class SetUDPChecksum extends SegmentElement {
    private StatisticsCounter notUdp;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        notUdp = context.statistics("drops.notUdp");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_UDP) {
            return notUdp;
        }
        final int transport = transport(packet, network);
        if (Ipv4Header.isFragment(packet, network)) {
            if (Ipv4Header.fragmentOffset(packet, network) == 0 && UdpHeader.fits(packet, transport)) {
                UdpHeader.checksum(packet, transport, UdpHeader.NO_CHECKSUM);
            }
            return null;
        }
        final int available = segmentBytes(packet, network, UdpHeader.LENGTH);
        final int bytes = available < 0 ? 0 : UdpHeader.length(packet, transport);
        if (bytes < UdpHeader.LENGTH || bytes > available) {
            return badLength();
        }
        UdpHeader.checksum(packet, transport, 0);
        final int checksum = checksum(packet, network, bytes);
        UdpHeader.checksum(packet, transport, checksum == 0 ? 0xffff : checksum);
        return null;
    }
}
