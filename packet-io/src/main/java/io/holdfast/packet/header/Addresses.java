package io.holdfast.packet.header;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text forms of IPv4 and Ethernet addresses.
 *
 * <p>An IPv4 address is an {@code int} in host order, an Ethernet address the low 48 bits of a {@code long}. For
 * configuration and reports, not for the packet path. Malformed text is an {@link IllegalArgumentException} that
 * names it.
 */
public final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern ETHERNET =
            Pattern.compile("\\p{XDigit}{1,2}([:-])(\\p{XDigit}{1,2}\\1){4}\\p{XDigit}{1,2}");

    private Addresses() {}

    /** Reads {@code a.b.c.d}. */
    public static int parseIp(final String text) {
        final Matcher matcher = IPV4.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an IPv4 address: " + text);
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            final int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                throw new IllegalArgumentException("not an IPv4 address: " + text);
            }
            address = address << 8 | octet;
        }
        return address;
    }

    /** Whether the text has the form of an Ethernet address. */
    public static boolean isEther(final String text) {
        return ETHERNET.matcher(text).matches();
    }

    /** Reads six hexadecimal bytes between colons or hyphens. */
    public static long parseEther(final String text) {
        if (!isEther(text)) {
            throw new IllegalArgumentException("not an Ethernet address: " + text);
        }
        long address = 0;
        for (final String octet : text.split("[:-]", -1)) {
            address = address << 8 | Integer.parseInt(octet, 16);
        }
        return address;
    }

    /** Writes {@code a.b.c.d}. */
    public static String formatIp(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** Writes six upper-case hexadecimal bytes between hyphens, as Click does. */
    public static String formatEther(final long address) {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format("%02X", address >>> shift & 0xff));
            if (shift > 0) {
                text.append('-');
            }
        }
        return text.toString();
    }
}
