package io.holdfast.packet.header;

import io.holdfast.packet.Packet;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *  0                 2                 4                 6                 8
 *  +-----------------+-----------------+-----------------+-----------------+
 *  | source port     | destination port| length          | checksum        |
 *  +-----------------+-----------------+-----------------+-----------------+
 * </pre>
 *
 * <p>Static, stateless, any thread that owns the packet.
 */
public final class UdpHeader {
    public static final int LENGTH = 8;

    public static final int SOURCE_PORT_OFFSET = 0;
    public static final int DESTINATION_PORT_OFFSET = 2;
    public static final int LENGTH_OFFSET = 4;
    public static final int CHECKSUM_OFFSET = 6;

    /** Checksum field of a sender that computed none. */
    public static final int NO_CHECKSUM = 0;

    private UdpHeader() {}

    /** Whether the known bytes at an offset hold the header; the length field is not looked at. */
    public static boolean fits(final Packet packet, final int offset) {
        return offset >= 0 && packet.knownLength() - offset >= LENGTH;
    }

    public static int sourcePort(final Packet packet, final int offset) {
        return packet.getShort(offset + SOURCE_PORT_OFFSET);
    }

    public static int destinationPort(final Packet packet, final int offset) {
        return packet.getShort(offset + DESTINATION_PORT_OFFSET);
    }

    /** Bytes of header and data as the length field says; valid ones from 8. */
    public static int length(final Packet packet, final int offset) {
        return packet.getShort(offset + LENGTH_OFFSET);
    }

    public static int checksum(final Packet packet, final int offset) {
        return packet.getShort(offset + CHECKSUM_OFFSET);
    }

    public static void checksum(final Packet packet, final int offset, final int checksum) {
        packet.putShort(offset + CHECKSUM_OFFSET, checksum);
    }
}
