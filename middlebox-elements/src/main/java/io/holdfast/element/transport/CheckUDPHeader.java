package io.holdfast.element.transport;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.UdpHeader;

/** Checks UDP datagrams: length, checksum if there is one. Bad ones are rejected, as are fragments and other protocols. */
final class CheckUDPHeader extends SegmentCheck {
    CheckUDPHeader() {
        super(Ipv4Header.PROTOCOL_UDP, "drops.notUdp");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final StatisticsCounter reason = withoutSegment(packet, network);
        if (reason != null) {
            return reason;
        }
        final int available = segmentBytes(packet, network, UdpHeader.LENGTH);
        final int transport = transport(packet, network);
        final int bytes = available < 0 ? 0 : UdpHeader.length(packet, transport);
        if (bytes < UdpHeader.LENGTH || bytes > available) {
            return badLength();
        }
        final boolean isRight =
                UdpHeader.checksum(packet, transport) == UdpHeader.NO_CHECKSUM || checksum(packet, network, bytes) == 0;
        return isRight ? null : badChecksum();
    }
}
