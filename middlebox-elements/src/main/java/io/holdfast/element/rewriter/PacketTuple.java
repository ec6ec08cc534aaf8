package io.holdfast.element.rewriter;

import io.holdfast.element.SoftState;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/**
 * Reads a packet's tuple and writes another in its place.
 *
 * <p>A rewriter has one mutable object per packet of a burst, refilled for each burst. The packet's network header is set, its length has
 * been checked against the IP header's (CheckIPHeader).
 */
@SoftState("of the packet at hand")
final class PacketTuple {
    /** What reading a packet came to. */
    enum Verdict {
        READ,
        MALFORMED,
        FRAGMENT,
        OTHER_PROTOCOL
    }

    // Of the first eight bytes of an IP header, as one number.
    private static final int VERSION_SHIFT = 60;
    private static final int HEADER_LENGTH_SHIFT = 54;
    private static final int HEADER_LENGTH_MASK = 0x3c;
    private static final long FRAGMENT_MASK = 0x1fff;

    private int network;
    private int transport;
    int protocol;
    int tcpFlags;
    private boolean isEchoReply;
    long key0;
    long key1;
    Verdict verdict;

    /** Reads headers and tuple; the fields are valid only after {@link Verdict#READ}. */
    void read(final Packet packet) {
        verdict = verdictOf(packet);
    }

    private Verdict verdictOf(final Packet packet) {
        network = packet.networkOffset();
        final int available = packet.knownLength() - network;
        if (network < 0 || available < Ipv4Header.MIN_LENGTH) {
            return Verdict.MALFORMED;
        }
        final long begin = packet.getLong(network);
        final int headerLength = (int) (begin >>> HEADER_LENGTH_SHIFT) & HEADER_LENGTH_MASK;
        if (begin >>> VERSION_SHIFT != 4 || headerLength < Ipv4Header.MIN_LENGTH || headerLength > available) {
            return Verdict.MALFORMED;
        }
        if ((begin & FRAGMENT_MASK) != 0) {
            return Verdict.FRAGMENT; // has no ports
        }
        transport = network + headerLength;
        protocol = Ipv4Header.protocol(packet, network);
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
        tcpFlags = TcpHeader.flags(packet, transport);
        key1 = FlowKey.key1(packet.getInt(transport + TcpHeader.SOURCE_PORT_OFFSET), protocol);
        return Verdict.READ;
    }

    private Verdict readUdp(final Packet packet) {
        if (!UdpHeader.fits(packet, transport) || UdpHeader.length(packet, transport) < UdpHeader.LENGTH) {
            return Verdict.MALFORMED;
        }
        tcpFlags = 0;
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
        final int identifier = packet.getShort(transport + IcmpHeader.IDENTIFIER_OFFSET);
        isEchoReply = type == IcmpHeader.ECHO_REPLY;
        key1 = FlowKey.key1(isEchoReply ? identifier : FlowKey.ports(identifier, 0), protocol);
        return Verdict.READ;
    }

    /** Whether this packet opens a flow: a TCP SYN, any UDP packet, an echo request. */
    boolean opensFlow() {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP ->
                (tcpFlags & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN)) == TcpHeader.SYN;
            case Ipv4Header.PROTOCOL_ICMP -> !isEchoReply;
            default -> true;
        };
    }

    /** Writes another tuple into the packet that was read, and brings its checksums up to date. */
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
}
