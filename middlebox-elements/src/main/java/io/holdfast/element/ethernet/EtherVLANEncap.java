package io.holdfast.element.ethernet;

import io.holdfast.element.Arguments;
import io.holdfast.element.data.EncapElement;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** Puts an Ethernet header with a VLAN tag in front of packets; those of the native VLAN get one without. */
final class EtherVLANEncap extends EncapElement {
    private int type;
    private long source;
    private long destination;
    private VlanTag tag;

    @Override
    public void configure(final Arguments arguments) {
        type = arguments.get(EtherEncap.ETHERTYPE);
        source = arguments.get(EtherEncap.SRC);
        destination = arguments.get(EtherEncap.DST);
        tag = new VlanTag(arguments);
        arguments.finish();
    }

    @Override
    protected int headerBytes(final Packet packet) {
        return tag.isNative(packet) ? EthernetHeader.LENGTH : EtherFields.TAGGED_LENGTH;
    }

    @Override
    protected void write(final Packet packet, final int headerBytes) {
        if (headerBytes == EthernetHeader.LENGTH) {
            EtherFields.write(packet, destination, source, type);
        } else {
            EtherFields.write(packet, destination, source, EtherFields.TYPE_VLAN);
            packet.putShort(EthernetHeader.LENGTH, tag.information(packet));
            packet.putShort(EthernetHeader.LENGTH + 2, type);
        }
    }
}
