package io.holdfast.element.rewriter;

import io.holdfast.element.ArgumentScope;
import io.holdfast.packet.header.Addresses;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a new mapping makes of a packet's tuple. Each field may be {@code -} to stay as it is.
 *
 * <p>Of flows: {@code SADDR SPORT DADDR DPORT}, where a port is chosen. Of addresses alone: {@code SADDR DADDR}, where
 * SADDR may be a range ({@code 1.0.0.10-1.0.0.40}) or a prefix of which an address is chosen. How one is chosen says
 * {@link PortRange}.
 *
 * @param source address, or the first to choose from; used if {@code changesSource}
 * @param changesSource whether the source address is replaced
 * @param choices ports, or distances from {@code source}, to choose from
 * @param choosesAddress whether the choice is among source addresses, not ports
 * @param destination address, used if {@code changesDestination}
 * @param changesDestination whether the destination address is replaced
 * @param destinationPort or {@link #UNCHANGED_PORT}
 */
record RewritePattern(
        int source,
        boolean changesSource,
        PortRange choices,
        boolean choosesAddress,
        int destination,
        boolean changesDestination,
        int destinationPort) {
    static final int UNCHANGED_PORT = -1;

    /** Words of a pattern of flows. */
    static final int FLOW_WORDS = 4;

    /** Words of a pattern of addresses. */
    static final int ADDRESS_WORDS = 2;

    /** Leaves every tuple as it is. */
    static final RewritePattern KEEP =
            new RewritePattern(0, false, PortRange.UNCHANGED, false, 0, false, UNCHANGED_PORT);

    private static final String UNCHANGED = "-";

    /** Reads four words of a flow's pattern; malformed ones are refused by name. */
    static RewritePattern ofFlow(final List<String> words, final ArgumentScope scope) {
        final String source = words.get(0);
        final String destination = words.get(2);
        return new RewritePattern(
                address(source, scope),
                !UNCHANGED.equals(source),
                PortRange.parse(words.get(1), scope),
                false,
                address(destination, scope),
                !UNCHANGED.equals(destination),
                port(words.get(3), scope));
    }

    /** Reads two words of a pattern of addresses; malformed ones are refused by name. */
    static RewritePattern ofAddresses(final List<String> words, final ArgumentScope scope) {
        final String destination = words.get(1);
        final AddressRange range = AddressRange.parse(words.get(0), scope);
        return new RewritePattern(
                range.first(),
                range.changes(),
                range.distances(),
                true,
                address(destination, scope),
                !UNCHANGED.equals(destination),
                UNCHANGED_PORT);
    }

    private static int address(final String text, final ArgumentScope scope) {
        if (UNCHANGED.equals(text)) {
            return 0;
        }
        final OptionalInt address = scope.names().ip(scope.elementName(), text);
        return address.orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }

    private static int port(final String text, final ArgumentScope scope) {
        if (UNCHANGED.equals(text)) {
            return UNCHANGED_PORT;
        }
        final PortRange range = PortRange.parse(text, scope);
        if (range.size() != 1) {
            throw new IllegalArgumentException("DPORT must be one port or '-': " + text);
        }
        return range.begin();
    }

    /** Addresses after rewriting, with what was chosen. */
    long newAddresses(final long key0, final int chosen) {
        final int newSource = choosesAddress ? source + chosen : source;
        return FlowKey.addresses(
                changesSource ? newSource : FlowKey.source(key0),
                changesDestination ? destination : FlowKey.destination(key0));
    }

    /** Ports after rewriting, with the source port chosen; of an ICMP echo only the identifier changes. */
    int newPorts(final int ports, final int chosen, final boolean isIcmp) {
        if (choosesAddress) {
            return ports;
        }
        final boolean keeps = destinationPort == UNCHANGED_PORT || isIcmp;
        return FlowKey.ports(chosen, keeps ? FlowKey.destinationPort(ports) : destinationPort);
    }

    @Override
    public String toString() {
        final String sourceText = changesSource ? Addresses.formatIp(source) : UNCHANGED;
        final String destinationText = changesDestination ? Addresses.formatIp(destination) : UNCHANGED;
        if (choosesAddress) {
            final boolean isOne = !changesSource || choices.size() == 1;
            final String last = isOne ? "" : "-" + Addresses.formatIp(source + choices.size() - 1) + choices.suffix();
            return sourceText + last + " " + destinationText;
        }
        final String portText = destinationPort == UNCHANGED_PORT ? UNCHANGED : Integer.toString(destinationPort);
        return sourceText + " " + choices + " " + destinationText + " " + portText;
    }
}
