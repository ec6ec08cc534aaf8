package io.holdfast.element.icmp;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.InternetChecksum;

/** ICMP echo messages (RFC 792). */
final class EchoMessages {
    private EchoMessages() {}

    /** Writes the header of a request whose data is behind it, checksum included. */
    static void write(final Packet packet, final int at, final int identifier, final int sequence) {
        packet.putShort(at, IcmpHeader.ECHO_REQUEST << 8);
        packet.putShort(at + IcmpHeader.CHECKSUM_OFFSET, 0);
        packet.putShort(at + IcmpHeader.IDENTIFIER_OFFSET, identifier);
        packet.putShort(at + IcmpHeader.SEQUENCE_OFFSET, sequence);
        IcmpHeader.checksum(packet, at, InternetChecksum.of(packet.address() + at, packet.length() - at));
    }
}
