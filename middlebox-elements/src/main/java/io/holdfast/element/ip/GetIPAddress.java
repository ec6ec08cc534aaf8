package io.holdfast.element.ip;

import io.holdfast.element.Annotation;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import java.util.OptionalLong;

/**
 * Sets the destination annotation, or another of four bytes, from the packet.
 *
 * <p>Where the packet ends before the address, it passes unchanged ({@code tooShort}).
 */
final class GetIPAddress extends PacketElement {
    static final Parameter<String> OFFSET = Parameter.optional(
            "OFFSET", ArgumentTypes.WORD, "", "bytes", "where the address is, from the packet's beginning");
    static final Parameter<String> IP =
            Parameter.keyword("IP", ArgumentTypes.WORD, "", "", "instead of OFFSET: src or dst, of the network header");
    static final Parameter<Annotation> ANNO =
            Parameter.keyword("ANNO", ArgumentTypes.ANNOTATION, "DST_IP", "", "annotation of four bytes");

    private static final int LAST = 65_535;

    private int offset;
    private boolean isInHeader;
    private int annotation;
    private StatisticsCounter tooShort;

    @Override
    public void configure(final Arguments arguments) {
        final String field = arguments.get(IP);
        annotation = arguments.get(ANNO).offset();
        final String place = arguments.get(OFFSET);
        isInHeader = !field.isEmpty();
        if (isInHeader == !place.isEmpty()) {
            arguments.error(isInHeader ? "give OFFSET or IP, not both" : "OFFSET: required argument missing");
        } else if (isInHeader) {
            offset = field.equals("src") ? Ipv4Header.SOURCE_OFFSET : Ipv4Header.DESTINATION_OFFSET;
            if (!field.equals("src") && !field.equals("dst")) {
                arguments.error("IP: expected 'src' or 'dst', not '" + field + "'");
            }
        } else {
            final OptionalLong number = ConfigurationValues.integer(place);
            if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > LAST) {
                arguments.error("OFFSET: " + (number.isEmpty() ? "invalid number" : "out of range, bound " + LAST));
            }
            offset = (int) number.orElse(0);
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooShort = context.statistics("tooShort");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + (isInHeader ? Ipv4Header.MIN_LENGTH : offset + Integer.BYTES);
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int place = isInHeader ? packet.networkOffset() + offset : offset;
        if (isInHeader && !packet.hasNetworkHeader() || place < 0 || place + Integer.BYTES > packet.knownLength()) {
            tooShort.increment();
        } else {
            packet.annotationInt(annotation, packet.getInt(place));
        }
        return null;
    }
}
