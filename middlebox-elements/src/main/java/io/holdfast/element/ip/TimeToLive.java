package io.holdfast.element.ip;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** The time to live of IPv4 packets. */
final class TimeToLive {
    /** One hop less, in the header's word of time to live, protocol and checksum. */
    private static final int ONE_HOP = 1 << 24;

    /** What one hop less adds to the sum of the header's words: the complement of the old word and the new one. */
    private static final int DELTA = 0xfeff;

    private static final int UPPER_HALF = 0xffff_0000;
    private static final int LAST_HOP = 0x01ff_ffff;

    private TimeToLive() {}

    /** Takes one off, unless none would be left (RFC 1812 section 5.3.1). Returns whether it did. */
    static boolean decrement(final Packet packet, final int network) {
        final int word = packet.getInt(network + Ipv4Header.TTL_OFFSET);
        if (Integer.compareUnsigned(word, LAST_HOP) <= 0) {
            return false;
        }
        final int checksum = InternetChecksum.apply(word & ~UPPER_HALF, DELTA);
        packet.putInt(network + Ipv4Header.TTL_OFFSET, word - ONE_HOP & UPPER_HALF | checksum);
        return true;
    }
}
