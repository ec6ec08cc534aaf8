package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import java.util.OptionalLong;

/** Writes an Ethernet address into packets; those without the place are rejected ({@code drops.tooShort}). */
final class StoreEtherAddress extends PacketElement {
    static final Parameter<Long> ADDR = Parameter.mandatory("ADDR", ArgumentTypes.ETHER, "", "address");
    static final Parameter<String> OFFSET =
            Parameter.mandatory("OFFSET", ArgumentTypes.WORD, "bytes", "where, or src, or dst");

    private static final int LENGTH = 6;
    private static final int LAST = 65_535;

    private long address;
    private int offset;
    private StatisticsCounter tooShort;

    @Override
    public void configure(final Arguments arguments) {
        address = arguments.get(ADDR);
        final String place = arguments.get(OFFSET);
        final OptionalLong number = ConfigurationValues.integer(place);
        if (place.equals("src")) {
            offset = EthernetHeader.SOURCE_OFFSET;
        } else if (number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= LAST) {
            offset = (int) number.getAsLong();
        } else if (!place.equals("dst") && !place.isEmpty()) {
            arguments.error("OFFSET: expected a number of bytes, 'src' or 'dst', not '" + place + "'");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        tooShort = context.statistics("drops.tooShort");
    }

    @Override
    public int headerDepthBytes() {
        return offset + LENGTH;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        if (offset + LENGTH > packet.knownLength()) {
            return tooShort;
        }
        packet.putMac(offset, address);
        return null;
    }
}
