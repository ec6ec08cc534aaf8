package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.PayloadBounds;
import io.holdfast.element.SoftState;
import io.holdfast.element.trace.LineFile;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/**
 * Shows a line for each IP packet, in the manner of tcpdump: {@code IPPrint([LABEL], keywords)}. Network headers must be
 * set.
 *
 * <pre>
 *   label: 1000.000000: 10.0.0.2.4000 > 192.0.2.9.53: udp 26
 *   label: 1000.000000: 10.0.0.2.4000 > 192.0.2.9.80: S 7:7(0,40,40) win 8192
 *   label: 1000.000000: 10.0.0.2 > 192.0.2.9: icmp echo-request (1, 7)
 * </pre>
 */
final class IPPrint extends PrintingElement {
    static final Parameter<Boolean> TIMESTAMP =
            Parameter.keyword("TIMESTAMP", ArgumentTypes.BOOL, "true", "", "whether the timestamp is shown");
    static final Parameter<Boolean> ID = show("ID", "identification");
    static final Parameter<Boolean> TTL = show("TTL", "time to live");
    static final Parameter<Boolean> TOS = show("TOS", "type of service");
    static final Parameter<Boolean> LENGTH = show("LENGTH", "IP length");
    static final Parameter<String> CONTENTS = Parameter.keyword(
            "CONTENTS",
            ArgumentTypes.WORD,
            "NONE",
            "",
            "NONE (false), HEX or ASCII: the packet, from the IP header on");
    static final Parameter<String> PAYLOAD = Parameter.keyword(
            "PAYLOAD", ArgumentTypes.WORD, "NONE", "", "the same, from behind the TCP, UDP or ICMP header on");
    static final Parameter<Integer> MAXLENGTH = Parameter.keyword(
            "MAXLENGTH", ArgumentTypes.integer(-1, 65_535), "1500", "bytes", "shown by CONTENTS or PAYLOAD; -1: all");
    static final Parameter<String> OUTFILE =
            Parameter.keyword("OUTFILE", ArgumentTypes.FILENAME, "", "", "file for the lines; default: standard error");

    private static final int FLAG_COUNT = 4;
    private static final int[] FLAGS = {TcpHeader.SYN, TcpHeader.FIN, TcpHeader.RST, 8};
    private static final int WINDOW_OFFSET = 14;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_UNIT_SHIFT = 3;

    private boolean showsId;
    private boolean showsTtl;
    private boolean showsTos;
    private boolean showsLength;
    private PayloadText.Style contents = PayloadText.Style.NONE;
    private PayloadText.Style payload = PayloadText.Style.NONE;
    private int maxLength;
    private String filename = "";

    @SoftState("a file is no state")
    private LineFile file;

    private static Parameter<Boolean> show(final String name, final String what) {
        return Parameter.keyword(name, ArgumentTypes.BOOL, "false", "", "whether the " + what + " is shown");
    }

    @Override
    public void configure(final Arguments arguments) {
        configureLine(arguments, TIMESTAMP);
        showsId = arguments.get(ID);
        showsTtl = arguments.get(TTL);
        showsTos = arguments.get(TOS);
        showsLength = arguments.get(LENGTH);
        contents = style(arguments, CONTENTS);
        payload = style(arguments, PAYLOAD);
        maxLength = arguments.get(MAXLENGTH);
        filename = arguments.get(OUTFILE);
        if (contents != PayloadText.Style.NONE && payload != PayloadText.Style.NONE) {
            arguments.error("CONTENTS and PAYLOAD exclude each other");
        }
        arguments.finish();
    }

    private static PayloadText.Style style(final Arguments arguments, final Parameter<String> parameter) {
        final PayloadText.Style style = PayloadText.style(arguments.get(parameter));
        if (style == null) {
            arguments.error(parameter.name() + ": bad value; should be 'false', 'hex' or 'ascii'");
            return PayloadText.Style.NONE;
        }
        return style;
    }

    @Override
    void open(final ElementContext context) {
        file = filename.isEmpty() ? null : LineFile.open(context, name(), filename);
    }

    @Override
    void show(final StringBuilder line) {
        if (file == null) {
            super.show(line);
        } else {
            file.write(line.append('\n'));
        }
    }

    @Override
    void endBurst() {
        if (file != null) {
            file.flush();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public int headerDepthBytes() {
        final boolean showsBytes = contents != PayloadText.Style.NONE || payload != PayloadText.Style.NONE;
        return showsBytes ? Integer.MAX_VALUE : EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH + TcpHeader.MIN_LENGTH;
    }

    @Override
    void describe(final Packet packet, final StringBuilder line) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)) {
            line.append("(no IP header)");
            return;
        }
        if (showsId) {
            line.append("id ")
                    .append(packet.getShort(network + Ipv4Header.IDENTIFIER_OFFSET))
                    .append(' ');
        }
        if (showsTtl) {
            line.append("ttl ").append(Ipv4Header.ttl(packet, network)).append(' ');
        }
        if (showsTos) {
            line.append("tos ").append(packet.getByte(network + 1)).append(' ');
        }
        if (showsLength) {
            line.append("length ")
                    .append(Ipv4Header.totalLength(packet, network))
                    .append(' ');
        }
        describeTransport(packet, network, line);
        final int fragment = packet.getShort(network + Ipv4Header.FRAGMENT_OFFSET);
        if (Ipv4Header.isFragment(packet, network)) {
            line.append(" (frag ")
                    .append(packet.getShort(network + Ipv4Header.IDENTIFIER_OFFSET))
                    .append('@')
                    .append(Ipv4Header.fragmentOffset(packet, network) << FRAGMENT_UNIT_SHIFT)
                    .append((fragment & MORE_FRAGMENTS) == 0 ? ")" : "+)");
        }
        if (contents != PayloadText.Style.NONE) {
            bytes(packet, network, contents, line);
        } else if (payload != PayloadText.Style.NONE) {
            bytes(packet, PayloadBounds.begin(packet, network), payload, line);
        }
    }

    private void bytes(final Packet packet, final int begin, final PayloadText.Style style, final StringBuilder line) {
        final int network = packet.networkOffset();
        final int end = Math.min(packet.length(), network + Ipv4Header.totalLength(packet, network));
        final int shownEnd = maxLength < 0 ? end : Math.min(end, begin + maxLength);
        PayloadText.append(packet, begin, shownEnd, style, line.append("\n  "));
    }

    private static void describeTransport(final Packet packet, final int network, final StringBuilder line) {
        final int transport = network + Ipv4Header.headerLength(packet, network);
        final boolean isFirst = Ipv4Header.fragmentOffset(packet, network) == 0;
        final int protocol = Ipv4Header.protocol(packet, network);
        if (isFirst && protocol == Ipv4Header.PROTOCOL_TCP && TcpHeader.fits(packet, transport)) {
            addresses(packet, network, transport, line);
            describeTcp(packet, network, transport, line);
        } else if (isFirst && protocol == Ipv4Header.PROTOCOL_UDP && UdpHeader.fits(packet, transport)) {
            addresses(packet, network, transport, line);
            line.append("udp ").append(UdpHeader.length(packet, transport));
        } else {
            addresses(packet, network, -1, line);
            if (isFirst && protocol == Ipv4Header.PROTOCOL_ICMP && IcmpHeader.fits(packet, transport)) {
                describeIcmp(packet, transport, line);
            } else {
                line.append(protocolName(protocol));
            }
        }
    }

    private static String protocolName(final int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> "tcp";
            case Ipv4Header.PROTOCOL_UDP -> "udp";
            case Ipv4Header.PROTOCOL_ICMP -> "icmp";
            default -> "ip-proto-" + protocol;
        };
    }

    private static void addresses(
            final Packet packet, final int network, final int transport, final StringBuilder line) {
        line.append(Addresses.formatIp(Ipv4Header.source(packet, network)));
        if (transport >= 0) {
            line.append('.').append(packet.getShort(transport));
        }
        line.append(" > ").append(Addresses.formatIp(Ipv4Header.destination(packet, network)));
        if (transport >= 0) {
            line.append('.').append(packet.getShort(transport + Short.BYTES));
        }
        line.append(": ");
    }

    private static void describeTcp(
            final Packet packet, final int network, final int transport, final StringBuilder line) {
        final int flags = TcpHeader.flags(packet, transport);
        final int before = line.length();
        for (int i = 0; i < FLAG_COUNT; i++) {
            if ((flags & FLAGS[i]) != 0) {
                line.append("SFRP".charAt(i));
            }
        }
        if (line.length() == before) {
            line.append('.');
        }
        final int ipLength = Ipv4Header.totalLength(packet, network);
        final int headers = transport - network + TcpHeader.headerLength(packet, transport);
        final int data = Math.max(0, ipLength - headers);
        final long sequence = Integer.toUnsignedLong(packet.getInt(transport + 4));
        line.append(' ')
                .append(sequence)
                .append(':')
                .append(sequence + data & 0xffff_ffffL)
                .append('(')
                .append(data)
                .append(',')
                .append(packet.length())
                .append(',')
                .append(ipLength)
                .append(')');
        if ((flags & TcpHeader.ACK) != 0) {
            line.append(" ack ").append(Integer.toUnsignedLong(packet.getInt(transport + 8)));
        }
        line.append(" win ").append(packet.getShort(transport + WINDOW_OFFSET));
    }

    private static void describeIcmp(final Packet packet, final int transport, final StringBuilder line) {
        final int type = IcmpHeader.type(packet, transport);
        line.append("icmp ");
        switch (type) {
            case IcmpHeader.ECHO_REQUEST, IcmpHeader.ECHO_REPLY ->
                line.append(type == IcmpHeader.ECHO_REQUEST ? "echo-request (" : "echo-reply (")
                        .append(packet.getShort(transport + IcmpHeader.IDENTIFIER_OFFSET))
                        .append(", ")
                        .append(packet.getShort(transport + IcmpHeader.SEQUENCE_OFFSET))
                        .append(')');
            case 3 -> line.append("unreachable code ").append(IcmpHeader.code(packet, transport));
            case 5 -> line.append("redirect");
            case 11 -> line.append("time exceeded");
            case 12 -> line.append("parameter problem");
            default -> line.append("type ").append(type);
        }
    }
}
