package io.holdfast.element.trace;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/**
 * Makes IPv4 packets of the lines of a summary dump: headers only; the length of a payload goes into the IP header and
 * the extra-length annotation.
 */
final class SummaryPackets {
    private static final int DEFAULT_TTL = 100;
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final int DATA_OFFSET = 0x50;
    private static final int MAX_LENGTH = 0xffff;
    private static final int FRAGMENT_MASK = 0x1fff;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MICROSECOND_NS = 1000;

    private final int defaultProtocol;
    private final boolean fillsChecksums;

    SummaryPackets(final int defaultProtocol, final boolean fillsChecksums) {
        this.defaultProtocol = defaultProtocol;
        this.fillsChecksums = fillsChecksums;
    }

    /** Fills an empty packet; whether it has the room. */
    boolean fill(final Packet packet, final SummaryLine line) {
        final int protocol = (int) line.get(SummaryField.IP_PROTO, defaultProtocol);
        final int fragment = (int) line.get(SummaryField.IP_FRAGOFF, line.get(SummaryField.IP_FRAG, 0));
        final boolean isFirst = (fragment & FRAGMENT_MASK) == 0;
        final int headers = Ipv4Header.MIN_LENGTH + (isFirst ? transportLength(protocol) : 0);
        if (!packet.append(headers)) {
            return false;
        }
        for (int i = 0; i < headers; i++) {
            packet.putByte(i, 0);
        }
        packet.networkOffset(0);
        packet.transportOffset(Ipv4Header.MIN_LENGTH);
        final int total = Math.max(headers, Math.min(MAX_LENGTH, wantedLength(line, headers)));
        if (isFirst) {
            fillTransport(packet, line, protocol, total);
        }
        fillNetwork(packet, line, protocol, fragment, total);
        annotate(packet, line, total - headers);
        return true;
    }

    private static int transportLength(final int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> TcpHeader.MIN_LENGTH;
            case Ipv4Header.PROTOCOL_UDP -> UdpHeader.LENGTH;
            case Ipv4Header.PROTOCOL_ICMP -> IcmpHeader.LENGTH;
            default -> 0;
        };
    }

    private static int wantedLength(final SummaryLine line, final int headers) {
        if (line.knows(SummaryField.PAYLOAD_LEN)) {
            return headers + (int) Math.min(MAX_LENGTH, line.get(SummaryField.PAYLOAD_LEN, 0));
        }
        return (int) line.get(SummaryField.IP_LEN, line.get(SummaryField.LEN, headers));
    }

    private void fillNetwork(
            final Packet packet, final SummaryLine line, final int protocol, final int fragment, final int total) {
        packet.putByte(0, VERSION_AND_LENGTH);
        packet.putByte(1, (int) line.get(SummaryField.IP_TOS, 0));
        packet.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, total);
        packet.putShort(Ipv4Header.IDENTIFIER_OFFSET, (int) line.get(SummaryField.IP_ID, 0));
        packet.putShort(Ipv4Header.FRAGMENT_OFFSET, fragment);
        packet.putByte(Ipv4Header.TTL_OFFSET, (int) line.get(SummaryField.IP_TTL, DEFAULT_TTL));
        packet.putByte(Ipv4Header.PROTOCOL_OFFSET, protocol);
        packet.putInt(Ipv4Header.SOURCE_OFFSET, (int) line.get(SummaryField.IP_SRC, 0));
        packet.putInt(Ipv4Header.DESTINATION_OFFSET, (int) line.get(SummaryField.IP_DST, 0));
        if (fillsChecksums) {
            Ipv4Header.fillChecksum(packet, 0);
        }
    }

    private static void fillTransport(
            final Packet packet, final SummaryLine line, final int protocol, final int total) {
        final int at = Ipv4Header.MIN_LENGTH;
        if (protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP) {
            packet.putShort(at + TcpHeader.SOURCE_PORT_OFFSET, (int) line.get(SummaryField.SPORT, 0));
            packet.putShort(at + TcpHeader.DESTINATION_PORT_OFFSET, (int) line.get(SummaryField.DPORT, 0));
        }
        if (protocol == Ipv4Header.PROTOCOL_UDP) {
            packet.putShort(at + UdpHeader.LENGTH_OFFSET, total - at);
        } else if (protocol == Ipv4Header.PROTOCOL_TCP) {
            packet.putInt(at + TcpHeader.SEQUENCE_OFFSET, (int) line.get(SummaryField.TCP_SEQ, 0));
            packet.putInt(at + TcpHeader.ACKNOWLEDGE_OFFSET, (int) line.get(SummaryField.TCP_ACK, 0));
            packet.putByte(at + TcpHeader.DATA_OFFSET, DATA_OFFSET);
            packet.putByte(at + TcpHeader.FLAGS_OFFSET, (int) line.get(SummaryField.TCP_FLAGS, 0));
            packet.putShort(at + TcpHeader.WINDOW_OFFSET, (int) line.get(SummaryField.TCP_WINDOW, 0));
        }
    }

    private static void annotate(final Packet packet, final SummaryLine line, final int missing) {
        packet.timestampNs(line.get(
                SummaryField.TIMESTAMP,
                line.get(SummaryField.TS_SEC, 0) * SECOND_NS + line.get(SummaryField.TS_USEC, 0) * MICROSECOND_NS));
        packet.destinationIp((int) line.get(SummaryField.IP_DST, 0));
        packet.paint((int) line.get(SummaryField.LINK, 0));
        if (line.knows(SummaryField.AGGREGATE)) {
            packet.annotationInt(PacketAnnotations.AGGREGATE, (int) line.get(SummaryField.AGGREGATE, 0));
        }
        packet.annotationInt(PacketAnnotations.EXTRA_LENGTH, missing);
    }
}
