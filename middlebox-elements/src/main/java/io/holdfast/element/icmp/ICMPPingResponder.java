package io.holdfast.element.icmp;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Turns ICMP echo requests into their replies (RFC 792, RFC 1122 section 3.2.2.6).
 *
 * <p>Answers every request that it gets: lead only those to it that are for this box. Network headers must be set; the
 * destination annotation becomes the asker's address. What is no echo request for one host (another type, a fragment,
 * a group or broadcast destination) goes to output 1, or is dropped ({@code drops.notEcho}).
 *
 * <p>Only headers are touched, and the ICMP checksum is updated by the difference (RFC 1624): a request damaged on its
 * way stays recognisably damaged.
 */
final class ICMPPingResponder extends PacketElement {
    private static final int REPLY_TTL = 64;

    private StatisticsCounter replies;
    private StatisticsCounter notEcho;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        replies = context.statistics("replies");
        notEcho = context.statistics(outputCount() > 1 ? "notEcho" : "drops.notEcho");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH + IcmpHeader.LENGTH;
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        if (!isEchoRequest(packet)) {
            return notEcho;
        }
        answer(packet, packet.networkOffset());
        replies.increment();
        return null;
    }

    private static boolean isEchoRequest(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)
                || Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_ICMP
                || Ipv4Header.isFragment(packet, network)
                || Ipv4Header.isGroup(Ipv4Header.destination(packet, network))) {
            return false;
        }
        final int transport = network + Ipv4Header.headerLength(packet, network);
        return IcmpHeader.fits(packet, transport)
                && IcmpHeader.type(packet, transport) == IcmpHeader.ECHO_REQUEST
                && IcmpHeader.code(packet, transport) == 0;
    }

    private static void answer(final Packet packet, final int network) {
        final int asker = Ipv4Header.source(packet, network);
        Ipv4Header.source(packet, network, Ipv4Header.destination(packet, network));
        Ipv4Header.destination(packet, network, asker);
        Ipv4Header.ttl(packet, network, REPLY_TTL);
        Ipv4Header.fillChecksum(packet, network);
        final int transport = network + Ipv4Header.headerLength(packet, network);
        final int checksum = IcmpHeader.checksum(packet, transport);
        IcmpHeader.type(packet, transport, IcmpHeader.ECHO_REPLY);
        IcmpHeader.checksum(
                packet,
                transport,
                InternetChecksum.update16(checksum, IcmpHeader.ECHO_REQUEST << 8, IcmpHeader.ECHO_REPLY << 8));
        packet.destinationIp(asker);
    }
}
