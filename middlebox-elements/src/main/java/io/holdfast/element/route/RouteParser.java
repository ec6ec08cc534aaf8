package io.holdfast.element.route;

import io.holdfast.element.ArgumentScope;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.header.Ipv4Prefix;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads routes: {@code ADDR/MASK [GATEWAY] OUT}. A fault is an {@link IllegalArgumentException} that says which. */
final class RouteParser {
    /** Output of a route to remove whose output does not matter. */
    static final int ANY_PORT = -1;

    private static final String FORM = "expected 'ADDR/MASK [GATEWAY] OUT', not: ";

    private final ArgumentScope scope;
    private final int outputs;

    /**
     * Makes a reader.
     *
     * @param scope in which names hold
     * @param outputs of the element
     */
    RouteParser(final ArgumentScope scope, final int outputs) {
        this.scope = scope;
        this.outputs = outputs;
    }

    Route parse(final String text) {
        final List<String> words = ConfigurationText.words(text.strip());
        final OptionalLong port = words.isEmpty() ? OptionalLong.empty() : ConfigurationValues.integer(words.getLast());
        if (words.size() < 2 || words.size() > 3 || port.isEmpty()) {
            throw new IllegalArgumentException(FORM + text.strip());
        }
        if (port.getAsLong() < 0 || port.getAsLong() >= outputs) {
            throw new IllegalArgumentException("output is not connected: " + text.strip());
        }
        final int gateway = words.size() == 3 ? gateway(words.get(1)) : 0;
        return route(words.getFirst(), gateway, (int) port.getAsLong());
    }

    /** Reads a network, or a whole route, to remove; of a network, the output is {@link #ANY_PORT}. */
    Route parseRemoval(final String text) {
        return ConfigurationText.words(text.strip()).size() == 1 ? route(text.strip(), 0, ANY_PORT) : parse(text);
    }

    int address(final String text) {
        final OptionalInt address = scope.names().ip(scope.elementName(), text.strip());
        if (address.isEmpty()) {
            throw new IllegalArgumentException("not an IP address: " + text.strip());
        }
        return address.getAsInt();
    }

    private int gateway(final String text) {
        return text.equals("-") ? 0 : address(text);
    }

    private Route route(final String network, final int gateway, final int port) {
        final IpPrefix prefix = scope.names().prefix(scope.elementName(), network, true);
        if (prefix == null) {
            throw new IllegalArgumentException("not an IP prefix: " + network);
        }
        final int length = Integer.bitCount(prefix.mask());
        if (prefix.mask() != Ipv4Prefix.mask(length)) {
            throw new IllegalArgumentException("mask is not contiguous: " + network);
        }
        return new Route(prefix.address() & prefix.mask(), length, gateway, port);
    }
}
