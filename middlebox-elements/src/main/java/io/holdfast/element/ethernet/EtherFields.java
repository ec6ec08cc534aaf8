package io.holdfast.element.ethernet;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketType;
import io.holdfast.packet.header.EthernetHeader;

/** Ethernet headers and VLAN tags (IEEE 802.1Q) at the beginning of packets. */
final class EtherFields {
    /** Bytes of a VLAN tag. */
    static final int TAG_LENGTH = 4;

    /** Bytes of a header with a tag. */
    static final int TAGGED_LENGTH = EthernetHeader.LENGTH + TAG_LENGTH;

    static final int TYPE_VLAN = 0x8100;
    static final int TYPE_SERVICE_VLAN = 0x88a8;

    private EtherFields() {}

    static void write(final Packet packet, final long destination, final long source, final int type) {
        EthernetHeader.destination(packet, 0, destination);
        EthernetHeader.source(packet, 0, source);
        EthernetHeader.type(packet, 0, type);
    }

    /** Sets for whom a packet came, by its destination address. */
    static void annotateType(final Packet packet, final long destination, final long own) {
        if (destination == own) {
            packet.type(PacketType.HOST);
        } else if (destination == EthernetHeader.BROADCAST) {
            packet.type(PacketType.BROADCAST);
        } else {
            packet.type(EthernetHeader.isGroup(destination) ? PacketType.MULTICAST : PacketType.OTHER_HOST);
        }
    }
}
