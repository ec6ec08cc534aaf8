package io.holdfast.element.ip;

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
import io.holdfast.packet.header.TcpHeader;
import java.util.OptionalLong;

/**
 * Writes an address, or the destination annotation, into packets: {@code StoreIPAddress([ADDR,] OFFSET)}.
 *
 * <p>OFFSET is a number of bytes, or {@code src} or {@code dst}, which are those of the network header; then the
 * checksums of the header and of TCP or UDP are updated, too. A packet without the place is rejected
 * ({@code drops.tooShort}).
 */
final class StoreIPAddress extends PacketElement {
    static final Parameter<String> ADDR = Parameter.optional(
            "ADDR", ArgumentTypes.TEXT, "", "", "address; of a single argument, the destination annotation is written");
    static final Parameter<String> OFFSET =
            Parameter.mandatory("OFFSET", ArgumentTypes.WORD, "bytes", "where, or src, or dst");

    private static final Parameter<Integer> FIXED =
            Parameter.mandatory("ADDR", ArgumentTypes.IP, "", "address that is written");

    private static final int LAST = 65_535;

    private boolean isFixed;
    private int address;
    private boolean isInHeader;
    private int offset;
    private StatisticsCounter tooShort;

    @Override
    public void configure(final Arguments arguments) {
        isFixed = arguments.remaining() > 1;
        if (isFixed) {
            address = arguments.get(FIXED);
        }
        final String place = arguments.get(OFFSET);
        isInHeader = place.equals("src") || place.equals("dst");
        if (isInHeader) {
            offset = place.equals("src") ? Ipv4Header.SOURCE_OFFSET : Ipv4Header.DESTINATION_OFFSET;
        } else {
            final OptionalLong number = ConfigurationValues.integer(place);
            if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > LAST) {
                arguments.error("OFFSET: expected a number of bytes, 'src' or 'dst', not '" + place + "'");
            }
            offset = (int) number.orElse(0);
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooShort = context.statistics("drops.tooShort");
    }

    @Override
    public int headerDepthBytes() {
        final int depth = isInHeader ? Ipv4Header.MAX_LENGTH + TcpHeader.MIN_LENGTH : offset + Integer.BYTES;
        return EthernetHeader.LENGTH + depth;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int value = isFixed ? address : packet.destinationIp();
        if (!isInHeader) {
            if (offset + Integer.BYTES > packet.knownLength()) {
                return tooShort;
            }
            packet.putInt(offset, value);
            return null;
        }
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)) {
            return tooShort;
        }
        IpTransport.changeAddress(packet, network, offset, value);
        return null;
    }
}
