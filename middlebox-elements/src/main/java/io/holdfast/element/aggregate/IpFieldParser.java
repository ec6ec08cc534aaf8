package io.holdfast.element.aggregate;

import io.holdfast.element.aggregate.IpField.Origin;
import io.holdfast.packet.header.Ipv4Header;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a field of an IPv4 packet is called.
 *
 * <pre>
 *   ip src     tcp flags     sport            a name
 *   ip[8, 2]   ip[8-9]       transp[4]        bytes, by offset and length, or from one to another
 *   ip{96, 8}  data{0-3}                      bits
 *   ip src/8   ip[8, 2] &amp; 0x3f0            the top bits of it, or those of a mask without gaps
 * </pre>
 */
final class IpFieldParser {
    private static final int[] ANY = {};
    private static final int[] TCP = {Ipv4Header.PROTOCOL_TCP};
    private static final int[] UDP = {Ipv4Header.PROTOCOL_UDP};
    private static final int[] ICMP = {Ipv4Header.PROTOCOL_ICMP};
    private static final int[] WITH_PORTS = {Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP};
    private static final Pattern FORM = Pattern.compile("([a-z ]+?)\\s*([\\[{].*?[\\]}])?\\s*([/&].*)?");
    private static final Pattern PLACE = Pattern.compile("[\\[{]\\s*(\\d{1,5})\\s*(?:([,-])\\s*(\\d{1,5})\\s*)?[\\]}]");
    private static final int MAX_OFFSET_BITS = 0xffff * Byte.SIZE;

    private static final Map<String, IpField> NAMES = Map.ofEntries(
            ip("vers", 0, 4),
            ip("hl", 4, 4),
            ip("tos", 8, 8),
            ip("dscp", 8, 6),
            ip("ecn", 14, 2),
            ip("len", 16, 16),
            ip("id", 32, 16),
            ip("off", 48, 16),
            ip("rf", 48, 1),
            ip("df", 49, 1),
            ip("mf", 50, 1),
            ip("fragoff", 51, 13),
            ip("ttl", 64, 8),
            ip("proto", 72, 8),
            ip("sum", 80, 16),
            ip("src", 96, 32),
            ip("dst", 128, 32),
            transport("sport", WITH_PORTS, 0, 16),
            transport("dport", WITH_PORTS, 16, 16),
            transport("udp sport", UDP, 0, 16),
            transport("udp dport", UDP, 16, 16),
            transport("udp len", UDP, 32, 16),
            transport("udp sum", UDP, 48, 16),
            transport("tcp sport", TCP, 0, 16),
            transport("tcp dport", TCP, 16, 16),
            transport("tcp seqno", TCP, 32, 32),
            transport("tcp ackno", TCP, 64, 32),
            transport("tcp hl", TCP, 96, 4),
            transport("tcp flags", TCP, 104, 8),
            transport("tcp urg", TCP, 106, 1),
            transport("tcp ack", TCP, 107, 1),
            transport("tcp psh", TCP, 108, 1),
            transport("tcp rst", TCP, 109, 1),
            transport("tcp syn", TCP, 110, 1),
            transport("tcp fin", TCP, 111, 1),
            transport("tcp win", TCP, 112, 16),
            transport("tcp sum", TCP, 128, 16),
            transport("tcp urp", TCP, 144, 16),
            transport("icmp type", ICMP, 0, 8),
            transport("icmp code", ICMP, 8, 8),
            transport("icmp sum", ICMP, 16, 16));

    private IpFieldParser() {}

    private static Map.Entry<String, IpField> ip(final String name, final int bitOffset, final int bitLength) {
        return Map.entry("ip " + name, new IpField(Origin.NETWORK, ANY, bitOffset, bitLength));
    }

    private static Map.Entry<String, IpField> transport(
            final String name, final int[] protocols, final int bitOffset, final int bitLength) {
        return Map.entry(name, new IpField(Origin.TRANSPORT, protocols, bitOffset, bitLength));
    }

    /**
     * Reads a field.
     *
     * @throws IllegalArgumentException if it is malformed, with the reason
     */
    static IpField parse(final String text) {
        final Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("syntax error in field '" + text + "'");
        }
        final String name = form.group(1).strip().replaceAll("\\s+", " ");
        final IpField field = form.group(2) == null ? named(name) : placed(name, form.group(2));
        return form.group(3) == null ? field : masked(field, form.group(3));
    }

    private static IpField named(final String name) {
        final IpField field = NAMES.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no such field: '" + name + "'");
        }
        return field;
    }

    private static IpField placed(final String from, final String text) {
        final Matcher place = PLACE.matcher(text);
        if (!place.matches() || text.startsWith("[") != text.endsWith("]")) {
            throw new IllegalArgumentException("syntax error in '" + text + "'");
        }
        final int unit = text.startsWith("[") ? Byte.SIZE : 1;
        final int begin = Integer.parseInt(place.group(1));
        final int second = place.group(3) == null ? 1 : Integer.parseInt(place.group(3));
        final int length = unit * ("-".equals(place.group(2)) ? second - begin + 1 : second);
        if (length < 1 || length > IpField.MAX_BITS || begin * unit > MAX_OFFSET_BITS) {
            throw new IllegalArgumentException("'" + text + "': must be 1 to " + IpField.MAX_BITS + " bits long");
        }
        return switch (from) {
            case "ip" -> new IpField(Origin.NETWORK, ANY, begin * unit, length);
            case "transp" -> new IpField(Origin.TRANSPORT, ANY, begin * unit, length);
            case "data" -> new IpField(Origin.PAYLOAD, WITH_PORTS, begin * unit, length);
            case "tcp" -> new IpField(Origin.TRANSPORT, TCP, begin * unit, length);
            case "udp" -> new IpField(Origin.TRANSPORT, UDP, begin * unit, length);
            case "icmp" -> new IpField(Origin.TRANSPORT, ICMP, begin * unit, length);
            default -> throw new IllegalArgumentException("no such header: '" + from + "'");
        };
    }

    private static IpField masked(final IpField field, final String text) {
        final String number = text.substring(1).strip();
        final long mask;
        try {
            mask = Long.decode(number);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("syntax error in '" + text + "'", e);
        }
        if (text.startsWith("/")) {
            if (mask < 1 || mask > field.bitLength()) {
                throw new IllegalArgumentException("'" + text + "': must be in [1, " + field.bitLength() + "]");
            }
            return part(field, 0, (int) mask);
        }
        final int behind = Long.numberOfTrailingZeros(mask);
        final int length = Long.bitCount(mask);
        if (mask <= 0 || mask >>> field.bitLength() != 0 || mask >>> behind != (1L << length) - 1) {
            throw new IllegalArgumentException("'" + text + "': one run of bits within the field expected");
        }
        return part(field, field.bitLength() - behind - length, length);
    }

    private static IpField part(final IpField field, final int begin, final int length) {
        return new IpField(field.origin(), field.protocols(), field.bitOffset() + begin, length);
    }
}
