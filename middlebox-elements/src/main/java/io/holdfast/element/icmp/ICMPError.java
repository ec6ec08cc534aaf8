package io.holdfast.element.icmp;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.ip.AddressLists;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Turns an IPv4 packet into the ICMP error message about it (RFC 792, RFC 1812 section 4.3.2).
 *
 * <p>The message quotes as much of the packet as MTU allows. It goes to the packet's source, by the destination
 * annotation, and bears the fix-IP-source annotation. Of a redirect, the gateway is the destination annotation that the
 * packet had; of a parameter problem, the pointer is its annotation. The packet's source route is reversed.
 *
 * <p>There is no message about (RFC 1812 section 4.3.2.7) an ICMP error, a fragment that is not the first, a link-level
 * broadcast or multicast, and a packet whose source or destination is no single host's, or is one of BADADDRS: such a
 * packet is dropped ({@code drops.forbidden}). How many messages there are per second is for a RatedSplitter or Meter
 * behind this element to say.
 */
final class ICMPError extends PacketElement {
    static final Parameter<Integer> SRC =
            Parameter.mandatory("SRC", ArgumentTypes.IP, "", "source address of the messages");
    static final Parameter<String> TYPE =
            Parameter.mandatory("TYPE", ArgumentTypes.WORD, "", "type of message, by name or number");
    static final Parameter<String> CODE =
            Parameter.optional("CODE", ArgumentTypes.WORD, "0", "", "code of the type, by name or number");
    static final Parameter<String> BADADDRS = Parameter.optional(
            "BADADDRS", ArgumentTypes.TEXT, "", "", "addresses to and from which packets make no message");
    static final Parameter<Integer> MTU =
            Parameter.optional("MTU", ArgumentTypes.integer(128, 65_535), "576", "bytes", "longest message");
    static final Parameter<Integer> PMTU = Parameter.keyword(
            "PMTU", ArgumentTypes.integer(0, 65_535), "0", "bytes", "MTU of the next hop, for unreachable needfrag");
    static final Parameter<Boolean> SET_FIX_ANNO = Parameter.keyword(
            "SET_FIX_ANNO", ArgumentTypes.BOOL, "true", "", "whether FixIPSrc is to write the source");

    private static final int UNREACHABLE = 3;
    private static final int NEED_FRAGMENT = 4;
    private static final int REDIRECT = 5;
    private static final int PARAMETER_PROBLEM = 12;
    private static final int TIME_TO_LIVE = 255;
    /** Precedence "internetwork control" (RFC 1812 section 4.3.2.5). */
    private static final int PRECEDENCE = 0xc0;

    private static final int TOS_BITS = 0x1e;

    private int source;
    private int type;
    private int code;
    private int[] badAddresses = new int[0];
    private int mtu;
    private int nextMtu;
    private boolean setsFix;
    private StatisticsCounter noHeader;
    private StatisticsCounter forbidden;
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        nextMtu = arguments.get(PMTU);
        setsFix = arguments.get(SET_FIX_ANNO);
        source = arguments.get(SRC);
        final String typeText = arguments.get(TYPE);
        type = IcmpNames.type(typeText);
        final String codeText = arguments.get(CODE);
        code = IcmpNames.code(type, codeText);
        if (!typeText.isEmpty() && !ErrorRules.isErrorType(type)) {
            arguments.error("TYPE: not an ICMP error type: " + typeText);
        } else if (!typeText.isEmpty() && code < 0) {
            arguments.error("CODE: bad code for this type: " + codeText);
        }
        badAddresses = AddressLists.addresses(arguments, "BADADDRS", arguments.get(BADADDRS));
        mtu = arguments.get(MTU);
        if (nextMtu != 0 && (type != UNREACHABLE || code != NEED_FRAGMENT)) {
            arguments.error("PMTU: only of type unreachable, code needfrag");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noHeader = context.statistics("drops.noHeader");
        forbidden = context.statistics("drops.forbidden");
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + mtu;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)) {
            return noHeader;
        }
        if (ErrorRules.isForbidden(packet, network, badAddresses)) {
            return forbidden;
        }
        final int target = Ipv4Header.source(packet, network);
        final int tos = packet.getByte(network + 1) & TOS_BITS | PRECEDENCE;
        packet.strip(network);
        final int optionAt = SourceRoute.find(packet);
        final int optionBytes = optionAt == 0 ? 0 : (packet.getByte(optionAt + 1) + 3) / 4 * 4;
        final int headerLength = Ipv4Header.MIN_LENGTH + optionBytes;
        final int quoted = Math.min(
                Math.min(packet.knownLength(), Ipv4Header.totalLength(packet, 0)),
                mtu - headerLength - IcmpHeader.LENGTH);
        packet.truncate(quoted);
        if (!packet.prepend(headerLength + IcmpHeader.LENGTH)) {
            return noRoom;
        }
        SourceRoute.reverse(packet, headerLength + IcmpHeader.LENGTH + optionAt, optionBytes);
        writeIcmp(packet, headerLength);
        writeIp(packet, headerLength, tos, target);
        return null;
    }

    private void writeIcmp(final Packet packet, final int at) {
        final int rest;
        if (type == REDIRECT) {
            rest = packet.destinationIp();
        } else if (type == PARAMETER_PROBLEM && code == 0) {
            rest = packet.annotationByte(PacketAnnotations.ICMP_PARAMETER_PROBLEM) << 24;
        } else {
            rest = nextMtu;
        }
        packet.putShort(at, type << 8 | code);
        packet.putShort(at + IcmpHeader.CHECKSUM_OFFSET, 0);
        packet.putInt(at + IcmpHeader.IDENTIFIER_OFFSET, rest);
        IcmpHeader.checksum(packet, at, InternetChecksum.of(packet.address() + at, packet.length() - at));
    }

    private void writeIp(final Packet packet, final int headerLength, final int tos, final int target) {
        packet.putShort(0, (0x40 | headerLength / 4) << 8 | tos);
        packet.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, packet.length());
        packet.putInt(Ipv4Header.IDENTIFIER_OFFSET, 0);
        packet.putByte(Ipv4Header.TTL_OFFSET, TIME_TO_LIVE);
        packet.putByte(Ipv4Header.PROTOCOL_OFFSET, Ipv4Header.PROTOCOL_ICMP);
        packet.putInt(Ipv4Header.SOURCE_OFFSET, source);
        packet.putInt(Ipv4Header.DESTINATION_OFFSET, target);
        Ipv4Header.fillChecksum(packet, 0);
        packet.networkOffset(0);
        packet.transportOffset(headerLength);
        packet.destinationIp(target);
        packet.paint(0);
        packet.type(io.holdfast.packet.PacketType.HOST);
        packet.annotationByte(PacketAnnotations.FIX_IP_SOURCE, setsFix ? 1 : 0);
    }
}
