package io.holdfast.element.ip;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/** Changes of IPv4 packets that the checksums of their transport headers must follow (RFC 1624). */
public final class IpTransport {
    private IpTransport() {}

    /** Offset of the transport header, if the packet is a first fragment; else -1. The network header fits. */
    public static int offset(final Packet packet, final int network) {
        return Ipv4Header.fragmentOffset(packet, network) == 0
                ? network + Ipv4Header.headerLength(packet, network)
                : -1;
    }

    /**
     * Writes an address of the network header and updates all checksums that cover it.
     *
     * @param field offset of the address in the header
     */
    public static void changeAddress(final Packet packet, final int network, final int field, final int address) {
        final int before = packet.getInt(network + field);
        packet.putInt(network + field, address);
        final int delta = InternetChecksum.delta32(before, address);
        Ipv4Header.checksum(packet, network, InternetChecksum.apply(Ipv4Header.checksum(packet, network), delta));
        updateTransport(packet, network, delta);
    }

    /** Updates the checksum of a TCP or UDP header, if there is one. */
    static void updateTransport(final Packet packet, final int network, final int delta) {
        final int transport = offset(packet, network);
        if (transport < 0) {
            return;
        }
        final int protocol = Ipv4Header.protocol(packet, network);
        if (protocol == Ipv4Header.PROTOCOL_TCP && TcpHeader.fits(packet, transport)) {
            TcpHeader.checksum(packet, transport, InternetChecksum.apply(TcpHeader.checksum(packet, transport), delta));
        } else if (protocol == Ipv4Header.PROTOCOL_UDP && UdpHeader.fits(packet, transport)) {
            UdpHeader.checksum(
                    packet, transport, InternetChecksum.applyToUdp(UdpHeader.checksum(packet, transport), delta));
        }
    }
}
