package io.holdfast.element.icmp;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLong;
import io.holdfast.element.Parameter;
import io.holdfast.element.data.EncapElement;
import io.holdfast.element.ip.Ipv4Fields;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;

/** Puts headers of an ICMP echo request in front of packets, with sequence numbers that grow. */
final class ICMPPingEncap extends EncapElement {
    static final Parameter<Integer> IDENTIFIER =
            Parameter.keyword("IDENTIFIER", ArgumentTypes.integer(0, 65_535), "0", "", "identifier of the requests");

    private static final int HEADERS = Ipv4Header.MIN_LENGTH + IcmpHeader.LENGTH;

    private final Ipv4Fields fields = new Ipv4Fields(Ipv4Header.PROTOCOL_ICMP);
    private int identifier;
    private LocalLong sequence;

    @Override
    public void configure(final Arguments arguments) {
        identifier = arguments.get(IDENTIFIER);
        fields.takeKeywords(arguments);
        fields.takeSource(arguments);
        fields.takeDestination(arguments);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        super.initialize(context);
        fields.initialize(context);
        sequence = new LocalLong(context, "sequence", 0);
    }

    /** The checksum covers the whole packet. */
    @Override
    public int headerDepthBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected int headerBytes(final Packet packet) {
        return packet.isWhole() && Ipv4Fields.fits(packet.length() + HEADERS) ? HEADERS : -1;
    }

    @Override
    protected void write(final Packet packet, final int headerBytes) {
        fields.write(packet);
        EchoMessages.write(packet, Ipv4Header.MIN_LENGTH, identifier, (int) sequence.getAndAdd(1));
    }
}
