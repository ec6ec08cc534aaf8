package io.holdfast.element.rewriter;

import io.holdfast.packet.header.Addresses;

/**
 * What a new mapping makes of a packet's tuple: {@code SADDR SPORT DADDR DPORT}, each of which may be {@code -} to
 * stay as it is.
 *
 * @param source address, used if {@code changesSource}
 * @param changesSource whether the source address is replaced
 * @param sourcePorts to choose from
 * @param destination address, used if {@code changesDestination}
 * @param changesDestination whether the destination address is replaced
 * @param destinationPort or {@link #UNCHANGED_PORT}
 */
record RewritePattern(
        int source,
        boolean changesSource,
        PortRange sourcePorts,
        int destination,
        boolean changesDestination,
        int destinationPort) {
    static final int UNCHANGED_PORT = -1;

    /** Leaves every tuple as it is. */
    static final RewritePattern KEEP = new RewritePattern(0, false, PortRange.UNCHANGED, 0, false, UNCHANGED_PORT);

    private static final String UNCHANGED = "-";

    /** Reads the four words; malformed ones are refused by name. */
    static RewritePattern parse(
            final String source, final String sourcePorts, final String destination, final String destinationPort) {
        return new RewritePattern(
                address(source),
                !UNCHANGED.equals(source),
                PortRange.parse(sourcePorts),
                address(destination),
                !UNCHANGED.equals(destination),
                port(destinationPort));
    }

    private static int address(final String text) {
        return UNCHANGED.equals(text) ? 0 : Addresses.parseIp(text);
    }

    private static int port(final String text) {
        if (UNCHANGED.equals(text)) {
            return UNCHANGED_PORT;
        }
        final PortRange range = PortRange.parse(text);
        if (range.size() != 1) {
            throw new IllegalArgumentException("DPORT must be one port or '-': " + text);
        }
        return range.begin();
    }

    /** Addresses after rewriting. */
    long newAddresses(final long key0) {
        return FlowKey.addresses(
                changesSource ? source : FlowKey.source(key0),
                changesDestination ? destination : FlowKey.destination(key0));
    }

    /** Ports after rewriting, with the source port chosen; of an ICMP echo only the identifier changes. */
    int newPorts(final int ports, final int sourcePort, final boolean isIcmp) {
        final boolean keeps = destinationPort == UNCHANGED_PORT || isIcmp;
        return FlowKey.ports(sourcePort, keeps ? FlowKey.destinationPort(ports) : destinationPort);
    }
}
