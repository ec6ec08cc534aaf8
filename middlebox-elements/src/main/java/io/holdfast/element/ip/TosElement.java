package io.holdfast.element.ip;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/** An element that changes the second byte of IPv4 headers (RFC 2474, RFC 3168). */
abstract class TosElement extends IpElement {
    static final int ECN_MASK = 3;

    /** Writes the byte and updates the checksum. */
    static void change(final Packet packet, final int network, final int tos) {
        final int before = packet.getShort(network);
        final int after = before & 0xff00 | tos;
        if (before != after) {
            packet.putShort(network, after);
            final int checksum = Ipv4Header.checksum(packet, network);
            Ipv4Header.checksum(packet, network, InternetChecksum.update16(checksum, before, after));
        }
    }

    static int tos(final Packet packet, final int network) {
        return packet.getByte(network + 1);
    }
}
