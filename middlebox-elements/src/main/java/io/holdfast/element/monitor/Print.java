package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;

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

    private int maxLength;
    private PayloadText.Style contents = PayloadText.Style.HEX;
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
        contents = PayloadText.style(arguments.get(CONTENTS));
        showsAnnotations = arguments.get(PRINTANNO);
        showsRoom = arguments.get(HEADROOM);
        if (contents == null) {
            arguments.error("CONTENTS: bad contents value; should be 'false', 'hex' or 'ascii'");
        }
        arguments.finish();
    }

    @Override
    public int headerDepthBytes() {
        return contents == PayloadText.Style.NONE ? 0 : maxLength < 0 ? Integer.MAX_VALUE : maxLength;
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
                PayloadText.hex(packet.annotationByte(i), line);
            }
        }
        if (contents != PayloadText.Style.NONE) {
            PayloadText.append(packet, 0, maxLength < 0 ? Integer.MAX_VALUE : maxLength, contents, line.append(" | "));
        }
    }
}
