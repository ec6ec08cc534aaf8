package io.holdfast.element.aggregate;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

/**
 * Sets the aggregate annotation to a field of the IP packet: {@code AggregateIP(FIELD, keywords)}. Network headers must be
 * set. Packets without the field are rejected ({@code drops.noField}).
 *
 * <p>{@link IpFieldParser} says what fields are called.
 */
final class AggregateIP extends PacketElement {
    static final Parameter<String> FIELD =
            Parameter.mandatory("FIELD", ArgumentTypes.TEXT, "", "field, such as ip src/8, tcp flags, ip[8-9]");
    static final Parameter<Boolean> INCREMENTAL = Parameter.keyword(
            "INCREMENTAL", ArgumentTypes.BOOL, "false", "", "whether the field is put behind the present annotation");

    private IpField field;
    private boolean isIncremental;
    private StatisticsCounter noField;

    @Override
    public void configure(final Arguments arguments) {
        final String text = ConfigurationText.unquote(arguments.get(FIELD));
        isIncremental = arguments.get(INCREMENTAL);
        try {
            field = text.isEmpty() ? null : IpFieldParser.parse(text);
        } catch (final IllegalArgumentException e) {
            arguments.error("FIELD: " + e.getMessage());
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noField = context.statistics("drops.noField");
    }

    /** Payloads may be asked for anywhere; headers end here. */
    @Override
    public int headerDepthBytes() {
        final boolean isDeep = field != null && field.origin() == IpField.Origin.PAYLOAD;
        final int deepest = 14 + 60 + 60;
        return isDeep || field != null && field.bitOffset() / Byte.SIZE > 60 - 4 ? Integer.MAX_VALUE : deepest;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final long value = field.value(packet);
        if (value == IpField.MISSING) {
            return noField;
        }
        final long before = isIncremental
                ? Integer.toUnsignedLong(packet.annotationInt(PacketAnnotations.AGGREGATE)) << field.bitLength()
                : 0;
        packet.annotationInt(PacketAnnotations.AGGREGATE, (int) (before + value));
        return null;
    }
}
