package io.holdfast.element.icmp;

import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.transport.SegmentCheck;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** Checks ICMP messages: length, checksum. Bad ones are rejected, as are fragments and other protocols. */
final class CheckICMPHeader extends SegmentCheck {
    CheckICMPHeader() {
        super(Ipv4Header.PROTOCOL_ICMP, "drops.notIcmp");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        final StatisticsCounter reason = withoutSegment(packet, network);
        if (reason != null) {
            return reason;
        }
        final int bytes = segmentBytes(packet, network, IcmpHeader.LENGTH);
        if (bytes < 0) {
            return badLength();
        }
        final int checksum = InternetChecksum.of(packet.address() + transport(packet, network), bytes);
        return checksum == 0 ? null : badChecksum();
    }
}
