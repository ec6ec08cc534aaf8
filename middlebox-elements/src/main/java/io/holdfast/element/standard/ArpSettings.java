package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.packet.header.Addresses;
import java.util.OptionalLong;

/**
 * Addresses, times and limits of an ARPQuerier.
 *
 * @param ip our address on this network
 * @param mac our Ethernet address
 * @param capacityPackets packets that may wait in all, per worker; {@code CAPACITY}, 256
 * @param capacityNeighbours neighbours known at a time; {@code ENTRY_CAPACITY}, 4096
 * @param packetsPerNeighbour that may wait for one; {@code ENTRY_PACKET_CAPACITY}, 16
 * @param timeoutNs silence after which a neighbour is forgotten; {@code TIMEOUT}, 5 min
 * @param pollNs silence after which a neighbour in use is asked again, 0 for never; {@code POLL_TIMEOUT}, 1 min
 * @param broadcastIp an address besides 255.255.255.255 that means everybody, 0 for none; {@code BROADCAST}
 */
record ArpSettings(
        int ip,
        long mac,
        int capacityPackets,
        int capacityNeighbours,
        int packetsPerNeighbour,
        long timeoutNs,
        long pollNs,
        int broadcastIp) {
    /** Neighbours that a worker may be asking for at a time. */
    static final int MAX_PENDING_NEIGHBOURS = 256;

    /** Time between queries for one neighbour (RFC 1122 section 2.3.2.1: at most one a second). */
    static final long QUERY_INTERVAL_NS = 1_000_000_000L;

    /** Queries without an answer, after which the packets that wait are dropped. */
    static final int MAX_QUERIES = 3;

    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int MAX_PACKETS = 65_536;
    private static final int MAX_NEIGHBOURS = 1 << 20;

    static ArpSettings take(final Arguments arguments) {
        final Arguments keywords = arguments.keywords();
        final int capacityPackets = keywords.integer("CAPACITY", 1, MAX_PACKETS, 256);
        final int capacityNeighbours = keywords.integer("ENTRY_CAPACITY", 1, MAX_NEIGHBOURS, 4096);
        final int packetsPerNeighbour = keywords.integer("ENTRY_PACKET_CAPACITY", 1, MAX_PACKETS, 16);
        final long timeoutNs = keywords.durationNs("TIMEOUT", 5 * MINUTE_NS);
        final long pollNs = keywords.durationNs("POLL_TIMEOUT", MINUTE_NS);
        final String broadcast = keywords.keyword("BROADCAST");
        final String alone = arguments.remaining() == 1 ? arguments.peek() : null;
        return new ArpSettings(
                arguments.mandatoryIpAddress("IP"),
                alone == null ? arguments.mandatoryEtherAddress("ETH") : etherOfName(arguments, alone),
                capacityPackets,
                capacityNeighbours,
                packetsPerNeighbour,
                timeoutNs,
                pollNs,
                parseBroadcast(arguments, broadcast));
    }

    /** A name may stand for both addresses ({@code AddressInfo}), unless the second is given by keyword. */
    private static long etherOfName(final Arguments arguments, final String name) {
        final OptionalLong ether =
                arguments.scope().names().ether(arguments.scope().elementName(), name);
        return ether.isPresent() ? ether.getAsLong() : arguments.mandatoryEtherAddress("ETH");
    }

    private static int parseBroadcast(final Arguments arguments, final String text) {
        try {
            return text == null ? 0 : Addresses.parseIp(text);
        } catch (final IllegalArgumentException e) {
            arguments.error("BROADCAST: " + e.getMessage());
            return 0;
        }
    }
}
