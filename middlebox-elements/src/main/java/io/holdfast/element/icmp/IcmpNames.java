package io.holdfast.element.icmp;

import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.element.click.WellKnownNames;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Types and codes of ICMP messages by name (RFC 792, RFC 1256). */
final class IcmpNames {
    private static final Map<Integer, List<String>> CODES = Map.of(
            3, List.of("net", "host", "protocol", "port", "needfrag", "srcroutefail"),
            5, List.of("net", "host", "tosnet", "toshost"),
            11, List.of("transit", "reassembly"),
            12, List.of("erroratptr", "missingopt", "length"));
    private static final int LAST = 255;

    private IcmpNames() {}

    /** Number of a type; -1 if there is none. */
    static int type(final String text) {
        return WellKnownNames.ICMP_TYPES.getOrDefault(text, number(text));
    }

    /** Number of a type's code; -1 if there is none. */
    static int code(final int type, final String text) {
        final int named = CODES.getOrDefault(type, List.of()).indexOf(text);
        return named >= 0 ? named : number(text);
    }

    private static int number(final String text) {
        final OptionalLong number = ConfigurationValues.integer(text);
        final boolean isRight = number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= LAST;
        return isRight ? (int) number.getAsLong() : -1;
    }
}
