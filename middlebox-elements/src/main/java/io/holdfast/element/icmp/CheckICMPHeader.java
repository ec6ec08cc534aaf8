package io.holdfast.element.icmp;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.transport.SegmentElement;
import io.holdfast.element.transport.TransportElements;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** Checks ICMP messages: length, checksum. Bad ones are rejected, as are fragments and other protocols. */
final class CheckICMPHeader extends SegmentElement {
    private StatisticsCounter notIcmp;
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
        notIcmp = context.statistics("drops.notIcmp");
        badChecksum = context.statistics("drops.badChecksum");
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        if (Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_ICMP) {
            return notIcmp;
        }
        if (Ipv4Header.isFragment(packet, network)) {
            return fragment();
        }
        final int bytes = segmentBytes(packet, network, IcmpHeader.LENGTH);
        if (bytes < 0) {
            return badLength();
        }
        final int checksum = InternetChecksum.of(packet.address() + transport(packet, network), bytes);
        return checksum == 0 ? null : badChecksum;
    }
}
