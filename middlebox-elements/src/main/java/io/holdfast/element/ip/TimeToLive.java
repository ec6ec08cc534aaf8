package io.holdfast.element.ip;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** The time to live of IPv4 packets. */
final class TimeToLive {
    private static final int ONE_HOP = 1 << 8;

    private TimeToLive() {}

    /** Takes one off, unless none would be left (RFC 1812 section 5.3.1). Returns whether it did. */
    static boolean decrement(final Packet packet, final int network) {
        if (Ipv4Header.ttl(packet, network) <= 1) {
            return false;
        }
        final int word = packet.getShort(network + Ipv4Header.TTL_OFFSET);
        packet.putShort(network + Ipv4Header.TTL_OFFSET, word - ONE_HOP);
        final int checksum = Ipv4Header.checksum(packet, network);
        Ipv4Header.checksum(packet, network, InternetChecksum.update16(checksum, word, word - ONE_HOP));
        return true;
    }
}
