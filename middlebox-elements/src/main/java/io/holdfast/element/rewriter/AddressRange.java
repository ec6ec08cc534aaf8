package io.holdfast.element.rewriter;

import io.holdfast.element.ArgumentScope;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.rewriter.PortRange.Choice;
import java.util.OptionalInt;

/**
 * The source addresses that a pattern may give: {@code A}, {@code A-B}, {@code A/24}, each range with {@code #} or
 * {@code ?} behind it as in {@link PortRange}; or {@code -}.
 *
 * <p>Of a prefix, the network's own address and the broadcast address are not given if it has more than two.
 *
 * @param first address
 * @param distances from it to choose from
 * @param changes false for {@code -}
 */
record AddressRange(int first, PortRange distances, boolean changes) {
    private static final PortRange ONE = new PortRange(0, 1, Choice.SEQUENTIAL);
    private static final int MAX_ADDRESSES = 1 << 24;
    private static final int HOST_BITS = 32;

    static AddressRange parse(final String text, final ArgumentScope scope) {
        if ("-".equals(text)) {
            return new AddressRange(0, ONE, false);
        }
        final Choice choice = PortRange.choiceOf(text);
        final String range = choice == Choice.PRESERVE ? text : text.substring(0, text.length() - 1);
        final int dash = range.indexOf('-');
        if (dash > 0) {
            final int first = address(range.substring(0, dash), scope);
            return of(first, Integer.toUnsignedLong(address(range.substring(dash + 1), scope)), choice, text);
        }
        final IpPrefix prefix = range.contains("/") ? scope.names().prefix(scope.elementName(), range, false) : null;
        if (prefix == null) {
            return new AddressRange(address(range, scope), ONE, true);
        }
        final long size = 1L << HOST_BITS - Integer.bitCount(prefix.mask());
        final int network = prefix.address() & prefix.mask();
        final int edge = size > 2 ? 1 : 0;
        return of(network + edge, Integer.toUnsignedLong(network) + size - 1 - edge, choice, text);
    }

    private static AddressRange of(final int first, final long last, final Choice choice, final String text) {
        final long size = last - Integer.toUnsignedLong(first) + 1;
        if (size < 1 || size > MAX_ADDRESSES) {
            throw new IllegalArgumentException("addresses must rise, and be at most " + MAX_ADDRESSES + ": " + text);
        }
        final Choice how = choice == Choice.PRESERVE ? Choice.SEQUENTIAL : choice;
        return new AddressRange(first, new PortRange(0, (int) size, how), true);
    }

    private static int address(final String text, final ArgumentScope scope) {
        final OptionalInt address = scope.names().ip(scope.elementName(), text);
        return address.orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }
}
