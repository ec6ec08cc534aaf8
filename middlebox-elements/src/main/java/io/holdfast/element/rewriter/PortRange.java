package io.holdfast.element.rewriter;

import io.holdfast.element.ArgumentScope;
import java.util.OptionalInt;
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
    static PortRange parse(final String text, final ArgumentScope scope) {
        if ("-".equals(text)) {
            return UNCHANGED;
        }
        final OptionalInt named = scope.names().port(scope.elementName(), text);
        if (named.isPresent()) {
            return new PortRange(named.getAsInt(), named.getAsInt() + 1, Choice.PRESERVE);
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
        return new PortRange(first, last + 1, choiceOf(text));
    }

    /** What the character behind a range says. */
    static Choice choiceOf(final String text) {
        return text.endsWith("#") ? Choice.SEQUENTIAL : text.endsWith("?") ? Choice.RANDOM : Choice.PRESERVE;
    }

    /** The character that goes behind the range. */
    String suffix() {
        return choice == Choice.SEQUENTIAL ? "#" : choice == Choice.RANDOM ? "?" : "";
    }

    @Override
    public String toString() {
        if (choice == Choice.KEEP) {
            return "-";
        }
        return size() == 1 ? begin + suffix() : begin + "-" + (end - 1) + suffix();
    }

    int size() {
        return end - begin;
    }

    boolean contains(final int port) {
        return port >= begin && port < end;
    }
}
