package io.holdfast.element.rewriter;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** Brings the outer headers of a translated ICMP error up to date. */
final class IcmpErrors {
    private IcmpErrors() {}

    /**
     * Addresses the error to whom the quoted packet came from, hides who it went to if that is who reports, and updates
     * both checksums.
     *
     * @param quotedDelta what the change of the quote adds to the sum of the ICMP message
     */
    static void rewrite(
            final Packet packet, final int network, final int icmp, final QuotedPacket quote, final long quotedDelta) {
        final int source = Ipv4Header.source(packet, network);
        final int newSource = source == quote.destination() ? quote.originalDestination() : source;
        final long delta = InternetChecksum.deltaSum32(source, newSource)
                + InternetChecksum.deltaSum32(Ipv4Header.destination(packet, network), quote.originalSource());
        Ipv4Header.source(packet, network, newSource);
        Ipv4Header.destination(packet, network, quote.originalSource());
        Ipv4Header.checksum(packet, network, InternetChecksum.applySum(Ipv4Header.checksum(packet, network), delta));
        final int checksum = IcmpHeader.checksum(packet, icmp);
        IcmpHeader.checksum(packet, icmp, InternetChecksum.applySum(checksum, quotedDelta));
    }
}
