package io.holdfast.element.transport;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.data.EncapElement;
import io.holdfast.element.ip.Ipv4Fields;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.UdpHeader;

/** Puts UDP and IPv4 headers in front of packets; the network header is marked, the destination annotation set. */
final class UDPIPEncap extends EncapElement {
    static final Parameter<Integer> SPORT = Parameter.mandatory("SPORT", ArgumentTypes.TCP_UDP_PORT, "", "source port");
    static final Parameter<Integer> DPORT =
            Parameter.mandatory("DPORT", ArgumentTypes.TCP_UDP_PORT, "", "destination port");
    static final Parameter<Boolean> CHECKSUM =
            Parameter.optional("CHECKSUM", ArgumentTypes.BOOL, "true", "", "whether the UDP checksum is computed");

    private static final int HEADERS = Ipv4Header.MIN_LENGTH + UdpHeader.LENGTH;

    private final Ipv4Fields fields = new Ipv4Fields(Ipv4Header.PROTOCOL_UDP);
    private int sourcePort;
    private int destinationPort;
    private boolean hasChecksum;

    @Override
    public void configure(final Arguments arguments) {
        fields.takeKeywords(arguments);
        fields.takeSource(arguments);
        sourcePort = arguments.get(SPORT);
        fields.takeDestination(arguments);
        destinationPort = arguments.get(DPORT);
        hasChecksum = arguments.get(CHECKSUM);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        fields.initialize(context);
    }

    @Override
    public int headerDepthBytes() {
        return hasChecksum ? Integer.MAX_VALUE : 0;
    }

    @Override
    protected int headerBytes(final Packet packet) {
        final boolean isKnown = !hasChecksum || packet.isWhole();
        return isKnown && Ipv4Fields.fits(packet.length() + HEADERS) ? HEADERS : -1;
    }

    @Override
    protected void write(final Packet packet, final int headerBytes) {
        final int udp = Ipv4Header.MIN_LENGTH;
        final int bytes = packet.length() - udp;
        fields.write(packet);
        packet.putShort(udp + UdpHeader.SOURCE_PORT_OFFSET, sourcePort);
        packet.putShort(udp + UdpHeader.DESTINATION_PORT_OFFSET, destinationPort);
        packet.putShort(udp + UdpHeader.LENGTH_OFFSET, bytes);
        UdpHeader.checksum(packet, udp, UdpHeader.NO_CHECKSUM);
        if (hasChecksum) {
            final int checksum = SegmentElement.checksum(packet, 0, bytes);
            UdpHeader.checksum(packet, udp, checksum == 0 ? 0xffff : checksum);
        }
    }
}
