package io.holdfast.element.trace;

import io.holdfast.element.PayloadBounds;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;
import java.util.List;

/** Writes a packet's line of an IP summary dump. A field that the packet has not is a dash. */
final class SummaryWriter {
    /** A letter for each flag, from FIN on. */
    static final String FLAG_LETTERS = "FSRPAUEW";

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MICROSECOND_NS = 1000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_UNIT_SHIFT = 3;
    private static final int FLAG_BITS = 0xff;

    private SummaryWriter() {}

    /** What is wrong with a packet's headers; null if nothing is. */
    static String fault(final Packet packet) {
        if (!isIp(packet)) {
            return "no IP header";
        }
        final int network = packet.networkOffset();
        final int protocol = Ipv4Header.protocol(packet, network);
        if (Ipv4Header.fragmentOffset(packet, network) != 0) {
            return null;
        }
        if (protocol == Ipv4Header.PROTOCOL_TCP && !hasTcp(packet)) {
            return "TCP header too short";
        }
        return protocol == Ipv4Header.PROTOCOL_UDP && !hasPorts(packet) ? "UDP header too short" : null;
    }

    private static boolean isIp(final Packet packet) {
        return packet.hasNetworkHeader() && Ipv4Header.fits(packet, packet.networkOffset());
    }

    private static int transport(final Packet packet) {
        return packet.networkOffset() + Ipv4Header.headerLength(packet, packet.networkOffset());
    }

    private static boolean hasTcp(final Packet packet) {
        return isFirst(packet, Ipv4Header.PROTOCOL_TCP) && TcpHeader.fits(packet, transport(packet));
    }

    private static boolean hasPorts(final Packet packet) {
        return hasTcp(packet) || isFirst(packet, Ipv4Header.PROTOCOL_UDP) && UdpHeader.fits(packet, transport(packet));
    }

    private static boolean isFirst(final Packet packet, final int protocol) {
        final int network = packet.networkOffset();
        return isIp(packet)
                && Ipv4Header.protocol(packet, network) == protocol
                && Ipv4Header.fragmentOffset(packet, network) == 0;
    }

    /** Writes the fields, without an end of line. */
    static void append(final Packet packet, final List<SummaryField> fields, final StringBuilder line) {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                line.append(' ');
            }
            final int before = line.length();
            append(packet, fields.get(i), line);
            if (line.length() == before) {
                line.append('-');
            }
        }
    }

    private static void append(final Packet packet, final SummaryField field, final StringBuilder line) {
        switch (field) {
            case TIMESTAMP, TS_SEC, TS_USEC -> appendTime(packet.timestampNs(), field, line);
            case LEN -> line.append(length(packet) + extraLength(packet));
            case COUNT -> line.append(count(packet));
            case LINK -> line.append(packet.paint());
            case AGGREGATE -> line.append(Integer.toUnsignedString(packet.annotationInt(PacketAnnotations.AGGREGATE)));
            case SPORT, DPORT -> {
                if (hasPorts(packet)) {
                    line.append(packet.getShort(transport(packet)
                            + (field == SummaryField.SPORT
                                    ? TcpHeader.SOURCE_PORT_OFFSET
                                    : TcpHeader.DESTINATION_PORT_OFFSET)));
                }
            }
            case TCP_SEQ, TCP_ACK, TCP_FLAGS, TCP_WINDOW -> {
                if (hasTcp(packet)) {
                    appendTcp(packet, transport(packet), field, line);
                }
            }
            default -> {
                if (isIp(packet)) {
                    appendIp(packet, packet.networkOffset(), field, line);
                }
            }
        }
    }

    private static void appendTime(final long timeNs, final SummaryField field, final StringBuilder line) {
        final long seconds = Math.floorDiv(timeNs, SECOND_NS);
        final long micros = Math.floorMod(timeNs, SECOND_NS) / MICROSECOND_NS;
        switch (field) {
            case TS_SEC -> line.append(seconds);
            case TS_USEC -> line.append(micros);
            default -> line.append(seconds).append('.').append(Long.toString(micros + 1_000_000), 1, 7);
        }
    }

    private static int length(final Packet packet) {
        return isIp(packet) ? packet.length() - packet.networkOffset() : packet.length();
    }

    private static int extraLength(final Packet packet) {
        return packet.annotationInt(PacketAnnotations.EXTRA_LENGTH);
    }

    /** Packets that a packet stands for. */
    static int count(final Packet packet) {
        return 1 + Math.max(0, packet.annotationInt(PacketAnnotations.EXTRA_PACKETS));
    }

    private static void appendTcp(
            final Packet packet, final int transport, final SummaryField field, final StringBuilder line) {
        switch (field) {
            case TCP_SEQ -> line.append(Integer.toUnsignedString(packet.getInt(transport + TcpHeader.SEQUENCE_OFFSET)));
            case TCP_ACK ->
                line.append(Integer.toUnsignedString(packet.getInt(transport + TcpHeader.ACKNOWLEDGE_OFFSET)));
            case TCP_WINDOW -> line.append(packet.getShort(transport + TcpHeader.WINDOW_OFFSET));
            default -> {
                final int flags = TcpHeader.flags(packet, transport) & FLAG_BITS;
                for (int i = 0; i < FLAG_LETTERS.length(); i++) {
                    if ((flags >>> i & 1) != 0) {
                        line.append(FLAG_LETTERS.charAt(i));
                    }
                }
                line.append(flags == 0 ? "." : "");
            }
        }
    }

    private static void appendIp(
            final Packet packet, final int network, final SummaryField field, final StringBuilder line) {
        switch (field) {
            case IP_SRC -> line.append(Addresses.formatIp(Ipv4Header.source(packet, network)));
            case IP_DST -> line.append(Addresses.formatIp(Ipv4Header.destination(packet, network)));
            case IP_FRAG ->
                line.append(
                        !Ipv4Header.isFragment(packet, network)
                                ? '.'
                                : Ipv4Header.fragmentOffset(packet, network) == 0 ? 'F' : 'f');
            case IP_FRAGOFF ->
                line.append(Ipv4Header.fragmentOffset(packet, network) << FRAGMENT_UNIT_SHIFT)
                        .append(
                                (packet.getShort(network + Ipv4Header.FRAGMENT_OFFSET) & MORE_FRAGMENTS) == 0
                                        ? ""
                                        : "+");
            case IP_LEN -> line.append(Ipv4Header.totalLength(packet, network));
            case IP_PROTO -> appendProtocol(Ipv4Header.protocol(packet, network), line);
            case IP_ID -> line.append(packet.getShort(network + Ipv4Header.IDENTIFIER_OFFSET));
            case IP_TTL -> line.append(Ipv4Header.ttl(packet, network));
            case IP_TOS -> line.append(packet.getByte(network + 1));
            case PAYLOAD_LEN ->
                line.append(Math.max(
                        0, Ipv4Header.totalLength(packet, network) - (PayloadBounds.begin(packet, network) - network)));
            default -> throw new IllegalStateException("not a field of the IP header: " + field);
        }
    }

    private static void appendProtocol(final int protocol, final StringBuilder line) {
        switch (protocol) {
            case Ipv4Header.PROTOCOL_ICMP -> line.append('I');
            case Ipv4Header.PROTOCOL_TCP -> line.append('T');
            case Ipv4Header.PROTOCOL_UDP -> line.append('U');
            default -> line.append(protocol);
        }
    }
}
