package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** Puts a VLAN tag into frames, behind the addresses; those of the native VLAN get none. */
final class VLANEncap extends FrameElement {
    static final Parameter<Integer> ETHERTYPE =
            Parameter.keyword("ETHERTYPE", ArgumentTypes.integer(0, 0xffff), "0x8100", "", "type of the tag");

    private int type;
    private VlanTag tag;
    private StatisticsCounter noRoom;

    @Override
    public void configure(final Arguments arguments) {
        type = arguments.get(ETHERTYPE);
        tag = new VlanTag(arguments);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        noRoom = context.statistics("drops.noRoom");
    }

    @Override
    protected StatisticsCounter processFrame(final Packet packet) {
        if (tag.isNative(packet)) {
            return null;
        }
        final long destination = EthernetHeader.destination(packet, 0);
        final long source = EthernetHeader.source(packet, 0);
        if (!packet.prepend(EtherFields.TAG_LENGTH)) {
            return noRoom;
        }
        EtherFields.write(packet, destination, source, type);
        packet.putShort(EthernetHeader.LENGTH, tag.information(packet));
        return null;
    }
}
