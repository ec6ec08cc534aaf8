package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import java.util.Locale;

/**
 * Shows each packet's length and first bytes: {@code Print([LABEL, MAXLENGTH], keywords)}.
 *
 * <pre>
 *   label:   60 | 4500003c 00010000 ...
 * </pre>
 */
final class Print extends PrintingElement {
    private static final int NOT_GIVEN = -2;

    static final Parameter<Integer> MAXLENGTH = Parameter.optional(
            "MAXLENGTH", ArgumentTypes.integer(-1, 65_535), "24", "bytes", "shown of each packet; -1: all");
    static final Parameter<Integer> NBYTES = Parameter.keyword(
            "NBYTES", ArgumentTypes.integer(NOT_GIVEN, 65_535), "-2", "bytes", "the same, its older name");
    static final Parameter<String> CONTENTS =
            Parameter.keyword("CONTENTS", ArgumentTypes.WORD, "HEX", "", "HEX, ASCII or NONE (false)");
    static final Parameter<Boolean> TIMESTAMP =
            Parameter.keyword("TIMESTAMP", ArgumentTypes.BOOL, "false", "", "whether the timestamp is shown");
    static final Parameter<Boolean> PRINTANNO =
            Parameter.keyword("PRINTANNO", ArgumentTypes.BOOL, "false", "", "whether the annotations are shown");
    static final Parameter<Boolean> HEADROOM = Parameter.keyword(
            "HEADROOM", ArgumentTypes.BOOL, "false", "", "whether the room around the packet is shown");

    private static final int GROUP_BYTES = 4;
    private static final int FIRST_PRINTABLE = 32;
    private static final int LAST_PRINTABLE = 126;
    private static final String HEX_DIGITS = "0123456789abcdef";

    private int maxLength;
    private String contents = "";
    private boolean showsAnnotations;
    private boolean showsRoom;

    @Override
    public void configure(final Arguments arguments) {
        configureLine(arguments, TIMESTAMP);
        final int older = arguments.get(NBYTES);
        maxLength = arguments.get(MAXLENGTH);
        if (older != NOT_GIVEN) {
            maxLength = older;
        }
        contents = arguments.get(CONTENTS).toUpperCase(Locale.ROOT);
        showsAnnotations = arguments.get(PRINTANNO);
        showsRoom = arguments.get(HEADROOM);
        if (!contents.matches("HEX|ASCII|NONE|FALSE|NO|0|TRUE|YES|1")) {
            arguments.error("CONTENTS: bad contents value; should be 'false', 'hex' or 'ascii'");
        }
        arguments.finish();
    }

    @Override
    public int headerDepthBytes() {
        return contents.matches("NONE|FALSE|NO|0") ? 0 : maxLength < 0 ? Integer.MAX_VALUE : maxLength;
    }

    @Override
    void describe(final Packet packet, final StringBuilder line) {
        if (showsRoom) {
            line.append("(h")
                    .append(packet.headroom())
                    .append(" t")
                    .append(packet.tailroom())
                    .append(") ");
        }
        final String length = Integer.toString(packet.length());
        line.append(" ".repeat(Math.max(0, 4 - length.length()))).append(length);
        if (showsAnnotations) {
            line.append(" | ");
            for (int i = 0; i < PacketAnnotations.LENGTH; i++) {
                hex(packet.annotationByte(i), line);
            }
        }
        final int shown = Math.min(maxLength < 0 ? Integer.MAX_VALUE : maxLength, packet.knownLength());
        switch (contents) {
            case "NONE", "FALSE", "NO", "0" -> {}
            case "ASCII" -> ascii(packet, shown, line.append(" | "));
            default -> bytes(packet, shown, line.append(" | "));
        }
    }

    private static void bytes(final Packet packet, final int shown, final StringBuilder line) {
        for (int i = 0; i < shown; i++) {
            if (i > 0 && i % GROUP_BYTES == 0) {
                line.append(' ');
            }
            hex(packet.getByte(i), line);
        }
    }

    private static void ascii(final Packet packet, final int shown, final StringBuilder line) {
        for (int i = 0; i < shown; i++) {
            final int character = packet.getByte(i);
            line.append(character >= FIRST_PRINTABLE && character <= LAST_PRINTABLE ? (char) character : '.');
        }
    }

    private static void hex(final int value, final StringBuilder line) {
        line.append(HEX_DIGITS.charAt(value >>> 4)).append(HEX_DIGITS.charAt(value & 0xf));
    }
}
