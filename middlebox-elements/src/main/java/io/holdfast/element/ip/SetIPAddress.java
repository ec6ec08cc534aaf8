package io.holdfast.element.ip;

import io.holdfast.element.Annotation;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;

/** Sets the destination annotation, or another of four bytes, to an address. */
final class SetIPAddress extends PacketElement {
    static final Parameter<Integer> IPADDR = Parameter.mandatory("IPADDR", ArgumentTypes.IP, "", "address that is set");
    static final Parameter<Annotation> ANNO =
            Parameter.optional("ANNO", ArgumentTypes.ANNOTATION, "DST_IP", "", "annotation of four bytes");

    private int address;
    private int offset;

    @Override
    public void configure(final Arguments arguments) {
        address = arguments.get(IPADDR);
        offset = arguments.get(ANNO).offset();
        arguments.finish();
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        packet.annotationInt(offset, address);
        return null;
    }
}
