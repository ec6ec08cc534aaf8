package io.holdfast.element;

import io.holdfast.packet.PacketAnnotations;
import java.util.Map;

/**
 * A place in a packet's annotation area ({@link io.holdfast.packet.Packet#annotationByte}).
 *
 * @param offset in bytes
 * @param lengthBytes of it
 */
public record Annotation(int offset, int lengthBytes) {
    private static final Map<String, Annotation> NAMES = Map.ofEntries(
            Map.entry("DST_IP", new Annotation(PacketAnnotations.DESTINATION_IP, 4)),
            Map.entry("PAINT", new Annotation(PacketAnnotations.PAINT, 1)),
            Map.entry("ICMP_PARAMPROB", new Annotation(PacketAnnotations.ICMP_PARAMETER_PROBLEM, 1)),
            Map.entry("FIX_IP_SRC", new Annotation(PacketAnnotations.FIX_IP_SOURCE, 1)),
            Map.entry("VLAN_TCI", new Annotation(PacketAnnotations.VLAN_TCI, 2)),
            Map.entry("VLAN", new Annotation(PacketAnnotations.VLAN_TCI, 2)),
            Map.entry("AGGREGATE", new Annotation(PacketAnnotations.AGGREGATE, 4)),
            Map.entry("FWD_RATE", new Annotation(PacketAnnotations.FORWARD_RATE, 4)),
            Map.entry("REV_RATE", new Annotation(PacketAnnotations.REVERSE_RATE, 4)),
            Map.entry("EXTRA_PACKETS", new Annotation(PacketAnnotations.EXTRA_PACKETS, 4)),
            Map.entry("EXTRA_LENGTH", new Annotation(PacketAnnotations.EXTRA_LENGTH, 4)),
            Map.entry("FIRST_TIMESTAMP", new Annotation(PacketAnnotations.FIRST_TIMESTAMP, 8)));

    /** The annotation of a name, or of an offset with an optional length ({@code 20/4}); null if there is none. */
    public static Annotation parse(final String text) {
        final Annotation named = NAMES.get(text.toUpperCase(java.util.Locale.ROOT));
        if (named != null || !text.matches("\\d{1,2}(/\\d)?")) {
            return named;
        }
        final int slash = text.indexOf('/');
        final int offset = Integer.parseInt(slash < 0 ? text : text.substring(0, slash));
        final int lengthBytes = slash < 0 ? 1 : Integer.parseInt(text.substring(slash + 1));
        return lengthBytes < 1 || offset + lengthBytes > PacketAnnotations.LENGTH
                ? null
                : new Annotation(offset, lengthBytes);
    }
}
