package io.holdfast.element;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many ports an element class may have on one side.
 *
 * @param minimum number of ports
 * @param maximum number of ports
 */
record PortRange(int minimum, int maximum) {
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final Pattern CODE = Pattern.compile("(\\d*)(-)?(\\d*)");

    /** Reads {@code 2}, {@code 1-2}, {@code 1-}, {@code -}; nothing stands for none. */
    static PortRange parse(final String code) {
        final Matcher matcher = CODE.matcher(code);
        if (!matcher.matches() || matcher.group(2) == null && !matcher.group(3).isEmpty()) {
            throw new IllegalArgumentException("not a port count: " + code);
        }
        final int minimum = matcher.group(1).isEmpty() ? 0 : Integer.parseInt(matcher.group(1));
        if (matcher.group(2) == null) {
            return new PortRange(minimum, minimum);
        }
        return new PortRange(minimum, matcher.group(3).isEmpty() ? UNBOUNDED : Integer.parseInt(matcher.group(3)));
    }

    /** The ports of an element of which so many are connected. */
    int clamp(final int connected) {
        return Math.clamp(connected, minimum, maximum);
    }
}
