package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/** Where the payload of an IPv4 packet lies. */
public final class PayloadBounds {
    private PayloadBounds() {}

    /** Offset of the first byte behind the TCP, UDP or ICMP header, or else behind the IP header, which is there. */
    public static int begin(final Packet packet, final int network) {
        final int transport = network + Ipv4Header.headerLength(packet, network);
        if (Ipv4Header.fragmentOffset(packet, network) != 0) {
            return transport;
        }
        return switch (Ipv4Header.protocol(packet, network)) {
            case Ipv4Header.PROTOCOL_TCP ->
                TcpHeader.fits(packet, transport) ? transport + TcpHeader.headerLength(packet, transport) : transport;
            case Ipv4Header.PROTOCOL_UDP ->
                UdpHeader.fits(packet, transport) ? transport + UdpHeader.LENGTH : transport;
            case Ipv4Header.PROTOCOL_ICMP ->
                IcmpHeader.fits(packet, transport) ? transport + IcmpHeader.LENGTH : transport;
            default -> transport;
        };
    }
}
