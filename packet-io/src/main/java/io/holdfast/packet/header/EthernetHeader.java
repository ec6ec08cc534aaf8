package io.holdfast.packet.header;

import io.holdfast.packet.Packet;

/**
 * The Ethernet II header (IEEE 802.3 clause 3, RFC 894).
 *
 * <pre>
 *  0                   6                   12      14
 *  +-------------------+-------------------+-------+---
 *  | destination (48)  | source (48)       | type  | payload
 *  +-------------------+-------------------+-------+---
 * </pre>
 *
 * <p>Static, stateless, any thread that owns the packet.
 */
public final class EthernetHeader {
    /** Bytes of the header, without a VLAN tag. */
    public static final int LENGTH = 14;

    public static final int DESTINATION_OFFSET = 0;
    public static final int SOURCE_OFFSET = 6;
    public static final int TYPE_OFFSET = 12;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;

    /** Smallest frame without its check sequence, in bytes; shorter ones are padded. */
    public static final int MIN_FRAME_LENGTH = 60;

    /** Destination of frames for everybody. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final long GROUP_BIT = 1L << 40;

    private EthernetHeader() {}

    /** Whether the packet's known bytes hold the header at an offset. */
    public static boolean fits(final Packet packet, final int offset) {
        return offset >= 0 && packet.knownLength() - offset >= LENGTH;
    }

    public static long destination(final Packet packet, final int offset) {
        return packet.getMac(offset + DESTINATION_OFFSET);
    }

    public static void destination(final Packet packet, final int offset, final long mac) {
        packet.putMac(offset + DESTINATION_OFFSET, mac);
    }

    public static long source(final Packet packet, final int offset) {
        return packet.getMac(offset + SOURCE_OFFSET);
    }

    public static void source(final Packet packet, final int offset, final long mac) {
        packet.putMac(offset + SOURCE_OFFSET, mac);
    }

    public static int type(final Packet packet, final int offset) {
        return packet.getShort(offset + TYPE_OFFSET);
    }

    public static void type(final Packet packet, final int offset, final int type) {
        packet.putShort(offset + TYPE_OFFSET, type);
    }

    /** Whether an address is a group's (multicast or broadcast): the first byte's lowest bit. */
    public static boolean isGroup(final long mac) {
        return (mac & GROUP_BIT) != 0;
    }
}
