package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.header.Ipv4Header;

/** Sets the source address of packets that bear the fix-IP-source annotation, and takes the annotation off. */
final class FixIPSrc extends IpElement {
    static final Parameter<Integer> IPADDR =
            Parameter.mandatory("IPADDR", ArgumentTypes.IP, "", "address of the interface that packets leave by");

    private int address;

    @Override
    public void configure(final Arguments arguments) {
        address = arguments.get(IPADDR);
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet, final int network) {
        fix(packet, network, address);
        return null;
    }

    static void fix(final Packet packet, final int network, final int address) {
        if (packet.annotationByte(PacketAnnotations.FIX_IP_SOURCE) != 0) {
            packet.annotationByte(PacketAnnotations.FIX_IP_SOURCE, 0);
            Ipv4Header.source(packet, network, address);
            Ipv4Header.fillChecksum(packet, network);
        }
    }
}
