package io.holdfast.element.monitor;

import io.holdfast.packet.Packet;
import java.util.Locale;

/** Writes bytes of packets for people. */
final class PayloadText {
    /** How bytes are written. */
    enum Style {
        NONE,
        HEX,
        ASCII
    }

    private static final int GROUP_BYTES = 4;
    private static final int FIRST_PRINTABLE = 32;
    private static final int LAST_PRINTABLE = 126;
    private static final String HEX_DIGITS = "0123456789abcdef";

    private PayloadText() {}

    /** The style of a word of a configuration; null if there is none. */
    static Style style(final String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "NONE", "FALSE", "NO", "0" -> Style.NONE;
            case "HEX", "TRUE", "YES", "1" -> Style.HEX;
            case "ASCII" -> Style.ASCII;
            default -> null;
        };
    }

    /** Writes the known ones of the bytes [begin, end). */
    static void append(
            final Packet packet, final int begin, final int end, final Style style, final StringBuilder line) {
        final int knownEnd = Math.min(end, packet.knownLength());
        for (int i = begin; i < knownEnd; i++) {
            final int value = packet.getByte(i);
            if (style == Style.ASCII) {
                line.append(value >= FIRST_PRINTABLE && value <= LAST_PRINTABLE ? (char) value : '.');
            } else {
                line.append(i > begin && (i - begin) % GROUP_BYTES == 0 ? " " : "");
                hex(value, line);
            }
        }
    }

    /** Writes a byte in two digits. */
    static void hex(final int value, final StringBuilder line) {
        line.append(HEX_DIGITS.charAt(value >>> 4)).append(HEX_DIGITS.charAt(value & 0xf));
    }
}
