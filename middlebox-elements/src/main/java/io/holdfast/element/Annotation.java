package io.holdfast.element;

import java.util.Map;

/**
 * A place in a packet's annotation area ({@link io.holdfast.packet.Packet#annotationByte}).
 *
 * @param offset in bytes
 * @param lengthBytes of it
 */
public record Annotation(int offset, int lengthBytes) {
    private static final Map<String, Annotation> NAMES = Map.ofEntries(
            Map.entry("DST_IP", new Annotation(0, 4)),
            Map.entry("PAINT", new Annotation(16, 1)),
            Map.entry("PAINT2", new Annotation(17, 1)),
            Map.entry("ICMP_PARAMPROB", new Annotation(17, 1)),
            Map.entry("FIX_IP_SRC", new Annotation(18, 1)),
            Map.entry("PACKET_TYPE", new Annotation(19, 1)),
            Map.entry("AGGREGATE", new Annotation(20, 4)),
            Map.entry("FWD_RATE", new Annotation(24, 4)),
            Map.entry("REV_RATE", new Annotation(28, 4)),
            Map.entry("EXTRA_PACKETS", new Annotation(32, 4)),
            Map.entry("EXTRA_LENGTH", new Annotation(36, 4)),
            Map.entry("VLAN_TCI", new Annotation(40, 2)),
            Map.entry("SEQUENCE_NUMBER", new Annotation(44, 4)),
            Map.entry("MISC_IP", new Annotation(44, 4)),
            Map.entry("FIRST_TIMESTAMP", new Annotation(48, 8)),
            Map.entry("PERFCTR", new Annotation(56, 8)));

    /** The annotation of a name, or of an offset with an optional length ({@code 20/4}); null if there is none. */
    public static Annotation parse(final String text) {
        final Annotation named = NAMES.get(text.toUpperCase(java.util.Locale.ROOT));
        if (named != null || !text.matches("\\d{1,2}(/\\d)?")) {
            return named;
        }
        final int slash = text.indexOf('/');
        final int offset = Integer.parseInt(slash < 0 ? text : text.substring(0, slash));
        final int lengthBytes = slash < 0 ? 1 : Integer.parseInt(text.substring(slash + 1));
        return lengthBytes < 1 || offset + lengthBytes > 64 ? null : new Annotation(offset, lengthBytes);
    }
}
