package io.holdfast.packet.header;

import io.holdfast.packet.Packet;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826; conflict detection and announcements: RFC 5227).
 *
 * <pre>
 *  0         2         4    5    6         8
 *  +---------+---------+----+----+---------+
 *  | hw = 1  | 0x0800  | 6  | 4  | op      |
 *  +---------+---------+----+----+---------+----------------+
 *  8: sender MAC (48)            14: sender IP (32)         |
 *  +--------------------------------------------------------+
 *  18: target MAC (48)           24: target IP (32)         28
 * </pre>
 *
 * <p>Static, stateless, any thread that owns the packet.
 */
public final class ArpHeader {
    /** Bytes of the packet, behind the Ethernet header. */
    public static final int LENGTH = 28;

    public static final int HARDWARE_TYPE_OFFSET = 0;
    public static final int PROTOCOL_TYPE_OFFSET = 2;
    public static final int LENGTHS_OFFSET = 4;
    public static final int OPERATION_OFFSET = 6;
    public static final int SENDER_MAC_OFFSET = 8;
    public static final int SENDER_IP_OFFSET = 14;
    public static final int TARGET_MAC_OFFSET = 18;
    public static final int TARGET_IP_OFFSET = 24;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final int HARDWARE_AND_PROTOCOL = 0x0001_0800;
    private static final int LENGTHS = 0x0604;

    private ArpHeader() {}

    /** Whether the known bytes at an offset hold ARP of IPv4 over Ethernet, whatever the operation. */
    public static boolean fits(final Packet packet, final int offset) {
        return offset >= 0
                && packet.knownLength() - offset >= LENGTH
                && packet.getInt(offset + HARDWARE_TYPE_OFFSET) == HARDWARE_AND_PROTOCOL
                && packet.getShort(offset + LENGTHS_OFFSET) == LENGTHS;
    }

    /** Writes the fixed fields and the operation; the caller writes the addresses. */
    public static void initialize(final Packet packet, final int offset, final int operation) {
        packet.putInt(offset + HARDWARE_TYPE_OFFSET, HARDWARE_AND_PROTOCOL);
        packet.putShort(offset + LENGTHS_OFFSET, LENGTHS);
        packet.putShort(offset + OPERATION_OFFSET, operation);
    }

    /** {@link #REQUEST}, {@link #REPLY} or another operation. */
    public static int operation(final Packet packet, final int offset) {
        return packet.getShort(offset + OPERATION_OFFSET);
    }

    public static long senderMac(final Packet packet, final int offset) {
        return packet.getMac(offset + SENDER_MAC_OFFSET);
    }

    public static int senderIp(final Packet packet, final int offset) {
        return packet.getInt(offset + SENDER_IP_OFFSET);
    }

    public static void sender(final Packet packet, final int offset, final long mac, final int ip) {
        packet.putMac(offset + SENDER_MAC_OFFSET, mac);
        packet.putInt(offset + SENDER_IP_OFFSET, ip);
    }

    public static long targetMac(final Packet packet, final int offset) {
        return packet.getMac(offset + TARGET_MAC_OFFSET);
    }

    public static int targetIp(final Packet packet, final int offset) {
        return packet.getInt(offset + TARGET_IP_OFFSET);
    }

    public static void target(final Packet packet, final int offset, final long mac, final int ip) {
        packet.putMac(offset + TARGET_MAC_OFFSET, mac);
        packet.putInt(offset + TARGET_IP_OFFSET, ip);
    }
}
