package io.holdfast.packet.header;

import io.holdfast.packet.Packet;

/**
 * The IPv4 header (RFC 791).
 *
 * <pre>
 *  0        1        2                 4
 *  +----+---+--------+-----------------+-----------------+---+-------------+
 *  | 4  |IHL| TOS    | total length    | 4: identifier   |flg| 6: fragment |
 *  +----+---+--------+-----------------+-----------------+---+-------------+
 *  | 8: TTL | 9: prot| 10: checksum    | 12: source                        |
 *  +--------+--------+-----------------+-----------------------------------+
 *  | 16: destination                   | 20: options, up to 40 bytes       |
 *  +-----------------------------------+-----------------------------------+
 * </pre>
 *
 * <p>Static, stateless, any thread that owns the packet.
 */
public final class Ipv4Header {
    /** Bytes of a header without options. */
    public static final int MIN_LENGTH = 20;

    /** Bytes of a header with as many options as there can be. */
    public static final int MAX_LENGTH = 60;

    public static final int VERSION_OFFSET = 0;
    public static final int TOTAL_LENGTH_OFFSET = 2;
    public static final int IDENTIFIER_OFFSET = 4;
    public static final int FRAGMENT_OFFSET = 6;
    public static final int TTL_OFFSET = 8;
    public static final int PROTOCOL_OFFSET = 9;
    public static final int CHECKSUM_OFFSET = 10;
    public static final int SOURCE_OFFSET = 12;
    public static final int DESTINATION_OFFSET = 16;

    public static final int PROTOCOL_ICMP = 1;
    public static final int PROTOCOL_TCP = 6;
    public static final int PROTOCOL_UDP = 17;

    private static final int FIRST_GROUP_ADDRESS = 0xe000_0000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_MASK = 0x1fff;

    private Ipv4Header() {}

    /** Whether the known bytes at an offset hold a header of version 4, its options included. */
    public static boolean fits(final Packet packet, final int offset) {
        final int available = packet.knownLength() - offset;
        return offset >= 0
                && available >= MIN_LENGTH
                && version(packet, offset) == 4
                && headerLength(packet, offset) >= MIN_LENGTH
                && headerLength(packet, offset) <= available;
    }

    public static int version(final Packet packet, final int offset) {
        return packet.getByte(offset + VERSION_OFFSET) >>> 4;
    }

    /** Bytes of the header, options included; 0 to 60, valid ones from 20. */
    public static int headerLength(final Packet packet, final int offset) {
        return (packet.getByte(offset + VERSION_OFFSET) & 0xf) << 2;
    }

    /** Bytes of header and payload. */
    public static int totalLength(final Packet packet, final int offset) {
        return packet.getShort(offset + TOTAL_LENGTH_OFFSET);
    }

    /** Whether this packet is a part of a larger one, the first part included. */
    public static boolean isFragment(final Packet packet, final int offset) {
        return (packet.getShort(offset + FRAGMENT_OFFSET) & (MORE_FRAGMENTS | FRAGMENT_MASK)) != 0;
    }

    /** Place of this part in the larger packet, in units of 8 bytes; 0 if it is the first or the only one. */
    public static int fragmentOffset(final Packet packet, final int offset) {
        return packet.getShort(offset + FRAGMENT_OFFSET) & FRAGMENT_MASK;
    }

    public static int ttl(final Packet packet, final int offset) {
        return packet.getByte(offset + TTL_OFFSET);
    }

    public static void ttl(final Packet packet, final int offset, final int ttl) {
        packet.putByte(offset + TTL_OFFSET, ttl);
    }

    public static int protocol(final Packet packet, final int offset) {
        return packet.getByte(offset + PROTOCOL_OFFSET);
    }

    public static int checksum(final Packet packet, final int offset) {
        return packet.getShort(offset + CHECKSUM_OFFSET);
    }

    public static void checksum(final Packet packet, final int offset, final int checksum) {
        packet.putShort(offset + CHECKSUM_OFFSET, checksum);
    }

    public static int source(final Packet packet, final int offset) {
        return packet.getInt(offset + SOURCE_OFFSET);
    }

    public static void source(final Packet packet, final int offset, final int address) {
        packet.putInt(offset + SOURCE_OFFSET, address);
    }

    public static int destination(final Packet packet, final int offset) {
        return packet.getInt(offset + DESTINATION_OFFSET);
    }

    public static void destination(final Packet packet, final int offset, final int address) {
        packet.putInt(offset + DESTINATION_OFFSET, address);
    }

    /** Whether an address is no single host's: multicast, reserved or broadcast, 224.0.0.0 and up (RFC 1112). */
    public static boolean isGroup(final int address) {
        return Integer.compareUnsigned(address, FIRST_GROUP_ADDRESS) >= 0;
    }

    /** Whether the header's checksum is right; the header fits. */
    public static boolean isChecksumRight(final Packet packet, final int offset) {
        return InternetChecksum.of(packet.address() + offset, headerLength(packet, offset)) == 0;
    }

    /** Computes and writes the header's checksum; the header fits. */
    public static void fillChecksum(final Packet packet, final int offset) {
        checksum(packet, offset, 0);
        checksum(packet, offset, InternetChecksum.of(packet.address() + offset, headerLength(packet, offset)));
    }
}
