package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.data.EncapElement;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Puts an Ethernet header in front of packets that have none.
 *
 * <p>A packet with a network header has one if that begins behind the 14th byte or later. Of one without, nothing is
 * known, and it gets a header.
 */
final class EnsureEther extends EncapElement {
    static final Parameter<Integer> ETHERTYPE =
            Parameter.optional("ETHERTYPE", ArgumentTypes.integer(0, 0xffff), "0x0800", "", "type");
    static final Parameter<Long> SRC =
            Parameter.optional("SRC", ArgumentTypes.ETHER, "1:1:1:1:1:1", "", "source address");
    static final Parameter<Long> DST =
            Parameter.optional("DST", ArgumentTypes.ETHER, "2:2:2:2:2:2", "", "destination address");

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
        return packet.hasNetworkHeader() && packet.networkOffset() >= EthernetHeader.LENGTH ? 0 : EthernetHeader.LENGTH;
    }

    @Override
    protected void write(final Packet packet, final int headerBytes) {
        if (headerBytes > 0) {
            EtherFields.write(packet, destination, source, type);
        }
    }
}
