package io.holdfast.element.rewriter;

import io.holdfast.element.SoftState;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/** The packet that an ICMP error quotes: its IP header and the bytes behind it, 8 or more. */
@SoftState("of the packet at hand")
final class QuotedPacket {
    /** Bytes of the transport header that are looked at where they are there: TCP's checksum is among them. */
    static final int TRANSPORT_BYTES = 20;

    private int network;
    private int transport;
    private int protocol;
    private long addresses;
    private int ports;
    private long originalAddresses;
    private int originalPorts;

    /** Reads the quote; false if it is cut off, or of a protocol without ports. */
    boolean read(final Packet packet, final int offset, final int transportBytes) {
        if (!Ipv4Header.fits(packet, offset) || Ipv4Header.fragmentOffset(packet, offset) != 0) {
            return false;
        }
        network = offset;
        transport = offset + Ipv4Header.headerLength(packet, offset);
        protocol = Ipv4Header.protocol(packet, offset);
        if (packet.knownLength() < transport + transportBytes) {
            return false;
        }
        addresses = packet.getLong(network + Ipv4Header.SOURCE_OFFSET);
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP -> {
                ports = packet.getInt(transport);
                yield true;
            }
            case Ipv4Header.PROTOCOL_ICMP -> readEcho(packet);
            default -> false;
        };
    }

    private boolean readEcho(final Packet packet) {
        final int identifier = packet.getShort(transport + IcmpHeader.IDENTIFIER_OFFSET);
        final int type = IcmpHeader.type(packet, transport);
        ports = type == IcmpHeader.ECHO_REQUEST ? FlowKey.ports(identifier, 0) : FlowKey.ports(0, identifier);
        return type == IcmpHeader.ECHO_REQUEST || type == IcmpHeader.ECHO_REPLY;
    }

    long answerKey0() {
        return FlowKey.turnAddresses(addresses);
    }

    long answerKey1() {
        return FlowKey.key1(FlowKey.turnPorts(ports), protocol);
    }

    /** Notes the tuple that the packet had before it was translated. */
    void original(final long newOriginalAddresses, final int newOriginalPorts) {
        originalAddresses = newOriginalAddresses;
        originalPorts = newOriginalPorts;
    }

    int originalSource() {
        return FlowKey.source(originalAddresses);
    }

    int destination() {
        return FlowKey.destination(addresses);
    }

    int originalDestination() {
        return FlowKey.destination(originalAddresses);
    }

    /**
     * Gives the quoted packet its original tuple.
     *
     * @return what that adds to the sum of the ICMP message
     */
    long rewrite(final Packet packet) {
        final long addressDelta = InternetChecksum.deltaSum64(addresses, originalAddresses);
        packet.putLong(network + Ipv4Header.SOURCE_OFFSET, originalAddresses);
        long delta = addressDelta;
        final int checksum = network + Ipv4Header.CHECKSUM_OFFSET;
        delta += replace(packet, checksum, InternetChecksum.applySum(packet.getShort(checksum), addressDelta));
        return delta + rewriteTransport(packet, addressDelta);
    }

    private long rewriteTransport(final Packet packet, final long addressDelta) {
        final long portDelta = InternetChecksum.deltaSum32(ports, originalPorts);
        if (protocol == Ipv4Header.PROTOCOL_ICMP) {
            final int identifier = FlowKey.sourcePort(originalPorts) | FlowKey.destinationPort(originalPorts);
            final int checksum = IcmpHeader.checksum(packet, transport);
            return replace(packet, transport + IcmpHeader.IDENTIFIER_OFFSET, identifier)
                    + replace(
                            packet,
                            transport + IcmpHeader.CHECKSUM_OFFSET,
                            InternetChecksum.applySum(checksum, portDelta));
        }
        packet.putInt(transport, originalPorts);
        if (protocol == Ipv4Header.PROTOCOL_UDP) {
            final int offset = transport + UdpHeader.CHECKSUM_OFFSET;
            final int updated = InternetChecksum.applySumToUdp(packet.getShort(offset), addressDelta + portDelta);
            return portDelta + replace(packet, offset, updated);
        }
        final int offset = transport + TcpHeader.CHECKSUM_OFFSET;
        if (packet.knownLength() < offset + Short.BYTES) {
            return portDelta; // the quote ends before it
        }
        final int updated = InternetChecksum.applySum(packet.getShort(offset), addressDelta + portDelta);
        return portDelta + replace(packet, offset, updated);
    }

    /** Writes a 16-bit word; returns what that adds to a sum. */
    private static long replace(final Packet packet, final int offset, final int word) {
        final int old = packet.getShort(offset);
        packet.putShort(offset, word);
        return InternetChecksum.delta16(old, word);
    }
}
