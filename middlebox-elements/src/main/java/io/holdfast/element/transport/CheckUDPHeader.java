package io.holdfast.element.transport;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.UdpHeader;

/** Checks UDP datagrams: length, checksum if there is one. Bad ones are rejected, as are fragments and other protocols. */
final class CheckUDPHeader extends SegmentElement {
    private StatisticsCounter notUdp;
    private StatisticsCounter badChecksum;

    @Override
    public void configure(final Arguments arguments) {
        arguments.get(TransportElements.VERBOSE);
        arguments.get(TransportElements.DETAILS);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        notUdp = context.statistics("drops.notUdp");
        badChecksum = context.statistics("drops.badChecksum");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_UDP) {
            return notUdp;
        }
        if (Ipv4Header.isFragment(packet, network)) {
            return fragment();
        }
        final int available = segmentBytes(packet, network, UdpHeader.LENGTH);
        final int transport = transport(packet, network);
        final int bytes = available < 0 ? 0 : UdpHeader.length(packet, transport);
        if (bytes < UdpHeader.LENGTH || bytes > available) {
            return badLength();
        }
        final boolean isRight =
                UdpHeader.checksum(packet, transport) == UdpHeader.NO_CHECKSUM || checksum(packet, network, bytes) == 0;
        return isRight ? null : badChecksum;
    }
}
