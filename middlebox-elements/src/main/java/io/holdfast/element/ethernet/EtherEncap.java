package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.data.EncapElement;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/** Puts an Ethernet header in front of packets; those without the headroom are dropped ({@code drops.noRoom}). */
final class EtherEncap extends EncapElement {
    static final Parameter<Integer> ETHERTYPE =
            Parameter.mandatory("ETHERTYPE", ArgumentTypes.integer(0, 0xffff), "", "type, such as 0x0800");
    static final Parameter<Long> SRC = Parameter.mandatory("SRC", ArgumentTypes.ETHER, "", "source address");
    static final Parameter<Long> DST = Parameter.mandatory("DST", ArgumentTypes.ETHER, "", "destination address");

    private int type;
    private long source;
    private long destination;

    @Override
    public void configure(final Arguments arguments) {
        type = arguments.get(ETHERTYPE);
        source = arguments.get(SRC);
        destination = arguments.get(DST);
        arguments.finish();
    }

    @Override
    protected int headerBytes(final Packet packet) {
        return EthernetHeader.LENGTH;
    }

    @Override
    protected void write(final Packet packet, final int headerBytes) {
        EtherFields.write(packet, destination, source, type);
    }
}
