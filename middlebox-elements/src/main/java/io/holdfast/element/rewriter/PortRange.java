package io.holdfast.element.rewriter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source ports that a pattern may give, as {@code begin-last}, a single port, or {@code -} for the packet's own.
 *
 * <p>A range keeps the packet's port if it lies in the range and is free, otherwise takes a random one (RFC 6056).
 * {@code #} behind the range takes ports in turn (good for tests), {@code ?} always a random one, as in Click.
 *
 * @param begin first port
 * @param end behind the last port; equal to {@code begin} for the packet's own
 * @param choice how the next one is chosen
 */
record PortRange(int begin, int end, Choice choice) {
    /** How a port is chosen. */
    enum Choice {
        KEEP,
        PRESERVE,
        SEQUENTIAL,
        RANDOM
    }

    /** The packet's own port. */
    static final PortRange UNCHANGED = new PortRange(0, 0, Choice.KEEP);

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?([#?]?)");
    private static final int MAX_PORT = 65_535;

    /** Reads a range; malformed text is refused by name. */
    static PortRange parse(final String text) {
        if ("-".equals(text)) {
            return UNCHANGED;
        }
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a port, a range FIRST-LAST or '-': " + text);
        }
        final int first = Integer.parseInt(matcher.group(1));
        final int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first > last || last > MAX_PORT) {
            throw new IllegalArgumentException("ports must rise and be at most 65535: " + text);
        }
        return new PortRange(
                first,
                last + 1,
                switch (matcher.group(3)) {
                    case "#" -> Choice.SEQUENTIAL;
                    case "?" -> Choice.RANDOM;
                    default -> Choice.PRESERVE;
                });
    }

    int size() {
        return end - begin;
    }

    boolean contains(final int port) {
        return port >= begin && port < end;
    }
}
