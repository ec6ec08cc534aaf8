package io.holdfast.element.transport;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;

/** Checks TCP segments: length, header length, checksum. Bad ones are rejected, as are fragments and other protocols. */
final class CheckTCPHeader extends SegmentElement {
    private StatisticsCounter notTcp;
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
        notTcp = context.statistics("drops.notTcp");
        badChecksum = context.statistics("drops.badChecksum");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_TCP) {
            return notTcp;
        }
        if (Ipv4Header.isFragment(packet, network)) {
            return fragment();
        }
        final int bytes = segmentBytes(packet, network, TcpHeader.MIN_LENGTH);
        if (bytes < 0) {
            return badLength();
        }
        final int headerLength = TcpHeader.headerLength(packet, transport(packet, network));
        if (headerLength < TcpHeader.MIN_LENGTH || headerLength > bytes) {
            return badLength();
        }
        return checksum(packet, network, bytes) == 0 ? null : badChecksum;
    }
}
