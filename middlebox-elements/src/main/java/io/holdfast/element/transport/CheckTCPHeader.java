package io.holdfast.element.transport;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;

/** Checks TCP segments: length, header length, checksum. Bad ones are rejected, as are fragments and other protocols. */
final class CheckTCPHeader extends SegmentCheck {
    CheckTCPHeader() {
        super(Ipv4Header.PROTOCOL_TCP, "drops.notTcp");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final StatisticsCounter reason = withoutSegment(packet, network);
        if (reason != null) {
            return reason;
        }
        final int bytes = segmentBytes(packet, network, TcpHeader.MIN_LENGTH);
        if (bytes < 0) {
            return badLength();
        }
        final int headerLength = TcpHeader.headerLength(packet, transport(packet, network));
        if (headerLength < TcpHeader.MIN_LENGTH || headerLength > bytes) {
            return badLength();
        }
        return checksum(packet, network, bytes) == 0 ? null : badChecksum();
    }
}
