package io.holdfast.packet.header;

import io.holdfast.packet.Packet;

/**
 * The ICMP header (RFC 792), with the fields of an echo message.
 *
 * <pre>
 *  0        1        2                 4                 6                 8
 *  +--------+--------+-----------------+-----------------+-----------------+
 *  | type   | code   | checksum        | identifier      | sequence        |
 *  +--------+--------+-----------------+-----------------+-----------------+
 * </pre>
 *
 * <p>Static, stateless, any thread that owns the packet.
 */
public final class IcmpHeader {
    public static final int LENGTH = 8;

    public static final int TYPE_OFFSET = 0;
    public static final int CODE_OFFSET = 1;
    public static final int CHECKSUM_OFFSET = 2;
    public static final int IDENTIFIER_OFFSET = 4;
    public static final int SEQUENCE_OFFSET = 6;

    public static final int ECHO_REPLY = 0;
    public static final int ECHO_REQUEST = 8;

    private IcmpHeader() {}

    /** Whether the known bytes at an offset hold the header. */
    public static boolean fits(final Packet packet, final int offset) {
        return offset >= 0 && packet.knownLength() - offset >= LENGTH;
    }

    public static int type(final Packet packet, final int offset) {
        return packet.getByte(offset + TYPE_OFFSET);
    }

    public static void type(final Packet packet, final int offset, final int type) {
        packet.putByte(offset + TYPE_OFFSET, type);
    }

    public static int code(final Packet packet, final int offset) {
        return packet.getByte(offset + CODE_OFFSET);
    }

    public static int checksum(final Packet packet, final int offset) {
        return packet.getShort(offset + CHECKSUM_OFFSET);
    }

    public static void checksum(final Packet packet, final int offset, final int checksum) {
        packet.putShort(offset + CHECKSUM_OFFSET, checksum);
    }
}
