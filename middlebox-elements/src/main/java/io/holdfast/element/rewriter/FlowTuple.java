package io.holdfast.element.rewriter;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/** Addresses, ports and protocol of a TCP or UDP flow; addresses and identifier of an echo session. */
final class FlowTuple extends PacketTuple {
    private final boolean followsTcp;
    private boolean isEchoReply;

    /**
     * Makes an empty tuple.
     *
     * @param followsTcp whether TCP's flags matter; else TCP is treated as UDP is
     */
    FlowTuple(final boolean followsTcp) {
        this.followsTcp = followsTcp;
    }

    @Override
    Verdict readFlow(final Packet packet) {
        if (isLaterFragment) {
            return Verdict.FRAGMENT; // has no ports
        }
        key0 = packet.getLong(network + Ipv4Header.SOURCE_OFFSET);
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> readTcp(packet);
            case Ipv4Header.PROTOCOL_UDP -> readUdp(packet);
            case Ipv4Header.PROTOCOL_ICMP -> readIcmp(packet);
            default -> Verdict.OTHER_PROTOCOL;
        };
    }

    private Verdict readTcp(final Packet packet) {
        if (!TcpHeader.fits(packet, transport) || TcpHeader.headerLength(packet, transport) < TcpHeader.MIN_LENGTH) {
            return Verdict.MALFORMED;
        }
        tcpFlags = followsTcp ? TcpHeader.flags(packet, transport) : 0;
        stateProtocol = followsTcp ? Ipv4Header.PROTOCOL_TCP : Ipv4Header.PROTOCOL_UDP;
        key1 = FlowKey.key1(packet.getInt(transport + TcpHeader.SOURCE_PORT_OFFSET), protocol);
        return Verdict.READ;
    }

    private Verdict readUdp(final Packet packet) {
        if (!UdpHeader.fits(packet, transport) || UdpHeader.length(packet, transport) < UdpHeader.LENGTH) {
            return Verdict.MALFORMED;
        }
        tcpFlags = 0;
        stateProtocol = Ipv4Header.PROTOCOL_UDP;
        key1 = FlowKey.key1(packet.getInt(transport + UdpHeader.SOURCE_PORT_OFFSET), protocol);
        return Verdict.READ;
    }

    private Verdict readIcmp(final Packet packet) {
        if (!IcmpHeader.fits(packet, transport)) {
            return Verdict.MALFORMED;
        }
        final int type = IcmpHeader.type(packet, transport);
        if (type != IcmpHeader.ECHO_REQUEST && type != IcmpHeader.ECHO_REPLY) {
            return Verdict.OTHER_PROTOCOL;
        }
        tcpFlags = 0;
        stateProtocol = Ipv4Header.PROTOCOL_ICMP;
        final int identifier = packet.getShort(transport + IcmpHeader.IDENTIFIER_OFFSET);
        isEchoReply = type == IcmpHeader.ECHO_REPLY;
        key1 = FlowKey.key1(isEchoReply ? identifier : FlowKey.ports(identifier, 0), protocol);
        return Verdict.READ;
    }

    /** A TCP SYN does, any UDP packet, an echo request. */
    @Override
    boolean opensFlow() {
        return switch (stateProtocol) {
            case Ipv4Header.PROTOCOL_TCP ->
                (tcpFlags & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN)) == TcpHeader.SYN;
            case Ipv4Header.PROTOCOL_ICMP -> !isEchoReply;
            default -> true;
        };
    }

    @Override
    void rewrite(final Packet packet, final long newAddresses, final int newPorts) {
        final long ipDelta = InternetChecksum.deltaSum64(key0, newAddresses);
        packet.putLong(network + Ipv4Header.SOURCE_OFFSET, newAddresses);
        Ipv4Header.checksum(packet, network, InternetChecksum.applySum(Ipv4Header.checksum(packet, network), ipDelta));
        final long portDelta = InternetChecksum.deltaSum32(FlowKey.ports(key1), newPorts);
        if (protocol == Ipv4Header.PROTOCOL_UDP) {
            packet.putInt(transport + UdpHeader.SOURCE_PORT_OFFSET, newPorts);
            final int checksum = UdpHeader.checksum(packet, transport);
            UdpHeader.checksum(packet, transport, InternetChecksum.applySumToUdp(checksum, ipDelta + portDelta));
        } else if (protocol == Ipv4Header.PROTOCOL_TCP) {
            packet.putInt(transport + TcpHeader.SOURCE_PORT_OFFSET, newPorts);
            final int checksum = TcpHeader.checksum(packet, transport);
            TcpHeader.checksum(packet, transport, InternetChecksum.applySum(checksum, ipDelta + portDelta));
        } else {
            final int identifier = FlowKey.sourcePort(newPorts) | FlowKey.destinationPort(newPorts);
            packet.putShort(transport + IcmpHeader.IDENTIFIER_OFFSET, identifier);
            final int checksum = IcmpHeader.checksum(packet, transport);
            IcmpHeader.checksum(packet, transport, InternetChecksum.applySum(checksum, portDelta));
        }
    }

    @Override
    boolean isSteered() {
        return true;
    }
}
