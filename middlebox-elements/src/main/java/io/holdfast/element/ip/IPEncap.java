package io.holdfast.element.ip;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.data.EncapElement;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/** Puts an IPv4 header in front of packets; it is marked, and the destination annotation is set. */
final class IPEncap extends EncapElement {
    static final Parameter<Integer> PROTO =
            Parameter.mandatory("PROTO", IpNames.PROTOCOL, "", "protocol, by name or number");

    private int protocol;
    private final Ipv4Fields fields = new Ipv4Fields(0);

    @Override
    public void configure(final Arguments arguments) {
        fields.takeKeywords(arguments);
        protocol = arguments.get(PROTO);
        fields.takeSource(arguments);
        fields.takeDestination(arguments);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        fields.initialize(context);
    }

    @Override
    protected int headerBytes(final Packet packet) {
        return Ipv4Fields.fits(packet.length() + Ipv4Header.MIN_LENGTH) ? Ipv4Header.MIN_LENGTH : -1;
    }

    @Override
    protected void write(final Packet packet, final int headerBytes) {
        fields.write(packet, protocol);
    }
}
