package io.holdfast.packet.header;

import io.holdfast.packet.Packet;

/**
 * The TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *  0                 2                 4                 8
 *  +-----------------+-----------------+-----------------+----------------+
 *  | source port     | destination port| sequence number | 8: acknowledge |
 *  +----+------------+-----------------+--------+--------+----------------+
 *  |12: length, flags| 14: window      | 16: checksum    | 18: urgent     |
 *  +-----------------+-----------------+-----------------+----------------+
 * </pre>
 *
 * <p>Static, stateless, any thread that owns the packet.
 */
public final class TcpHeader {
    /** Bytes of a header without options. */
    public static final int MIN_LENGTH = 20;

    public static final int SOURCE_PORT_OFFSET = 0;
    public static final int DESTINATION_PORT_OFFSET = 2;
    public static final int SEQUENCE_OFFSET = 4;
    public static final int ACKNOWLEDGE_OFFSET = 8;
    public static final int DATA_OFFSET = 12;
    public static final int FLAGS_OFFSET = 13;
    public static final int WINDOW_OFFSET = 14;
    public static final int CHECKSUM_OFFSET = 16;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    private TcpHeader() {}

    /** Whether the known bytes at an offset hold a header without its options; the length field is not looked at. */
    public static boolean fits(final Packet packet, final int offset) {
        return offset >= 0 && packet.knownLength() - offset >= MIN_LENGTH;
    }

    public static int sourcePort(final Packet packet, final int offset) {
        return packet.getShort(offset + SOURCE_PORT_OFFSET);
    }

    public static int destinationPort(final Packet packet, final int offset) {
        return packet.getShort(offset + DESTINATION_PORT_OFFSET);
    }

    /** Bytes of the header as its length field says; valid ones from 20 to 60. */
    public static int headerLength(final Packet packet, final int offset) {
        return packet.getByte(offset + DATA_OFFSET) >>> 4 << 2;
    }

    /** Flags CWR to FIN, the low one being {@link #FIN}. */
    public static int flags(final Packet packet, final int offset) {
        return packet.getByte(offset + FLAGS_OFFSET);
    }

    public static int checksum(final Packet packet, final int offset) {
        return packet.getShort(offset + CHECKSUM_OFFSET);
    }

    public static void checksum(final Packet packet, final int offset, final int checksum) {
        packet.putShort(offset + CHECKSUM_OFFSET, checksum);
    }
}
