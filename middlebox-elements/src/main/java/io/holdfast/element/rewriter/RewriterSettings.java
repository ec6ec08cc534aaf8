package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Timeouts and limits of a rewriter; the defaults are Click's, and keep to the RFCs' minima.
 *
 * @param tcpTimeoutNs idle time of an established connection; 24 h (RFC 5382 REQ-5: at least 2 h 4 min)
 * @param tcpOpeningTimeoutNs idle time before the handshake is complete; 5 min (REQ-5: at least 4 min)
 * @param tcpDoneTimeoutNs idle time after both FINs or a RST; 4 min (REQ-5: at least 4 min)
 * @param udpTimeoutNs idle time of a UDP flow; 5 min (RFC 4787 REQ-5: at least 2 min, 5 recommended)
 * @param udpStreamingTimeoutNs idle time of a UDP flow seen both ways; as UDP_TIMEOUT
 * @param icmpTimeoutNs idle time of an echo session; 1 min (RFC 5508 REQ-2: at least 1 min)
 * @param touchIntervalNs how stale "last used" may get before it is written; 1 s; it prolongs every timeout
 * @param sweepIntervalNs time in which the whole table is searched for expired mappings; 10 s
 * @param capacityMappings most mappings at a time; 65536
 * @param portTries ports tried for a new mapping before it fails; 128; with several workers, so many whose answers
 *     come to the mapping's worker, then so many others
 * @param midstream whether a TCP packet without SYN may make a mapping; false (RFC 5382 section 4)
 * @param setsDestination whether the destination annotation follows the rewritten destination; true
 */
record RewriterSettings(
        long tcpTimeoutNs,
        long tcpOpeningTimeoutNs,
        long tcpDoneTimeoutNs,
        long udpTimeoutNs,
        long udpStreamingTimeoutNs,
        long icmpTimeoutNs,
        long touchIntervalNs,
        long sweepIntervalNs,
        int capacityMappings,
        int portTries,
        boolean midstream,
        boolean setsDestination) {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final int DEFAULT_CAPACITY = 65_536;
    private static final int MAX_CAPACITY = 1 << 27;
    private static final int DEFAULT_TRIES = 128;

    /** Takes the keywords. */
    static RewriterSettings take(final Arguments allArguments) {
        final Arguments arguments = allArguments.keywords();
        final long udpTimeoutNs = arguments.durationNs("UDP_TIMEOUT", 5 * MINUTE_NS);
        return new RewriterSettings(
                arguments.durationNs("TCP_TIMEOUT", 24 * 60 * MINUTE_NS),
                arguments.durationNs("TCP_NODATA_TIMEOUT", 5 * MINUTE_NS),
                arguments.durationNs("TCP_DONE_TIMEOUT", 4 * MINUTE_NS),
                udpTimeoutNs,
                arguments.durationNs("UDP_STREAMING_TIMEOUT", udpTimeoutNs),
                arguments.durationNs("ICMP_TIMEOUT", MINUTE_NS),
                arguments.durationNs("TOUCH_INTERVAL", SECOND_NS),
                Math.max(1, arguments.durationNs("REAP_INTERVAL", 10 * SECOND_NS)),
                arguments.integer("MAPPING_CAPACITY", 1, MAX_CAPACITY, DEFAULT_CAPACITY),
                arguments.integer("PORT_TRIES", 1, 65_536, DEFAULT_TRIES),
                arguments.bool("TCP_MIDSTREAM", false),
                arguments.bool("DST_ANNO", true));
    }

    /** How long a flow in a state may be idle, in nanoseconds of logged time. */
    long idleLimitNs(final int protocol, final int state) {
        return MappingEntry.GRANULE_NS
                + touchIntervalNs
                + switch (protocol) {
                    case Ipv4Header.PROTOCOL_TCP -> tcpIdleLimitNs(state);
                    case Ipv4Header.PROTOCOL_UDP -> FlowState.isBothWays(state) ? udpStreamingTimeoutNs : udpTimeoutNs;
                    default -> icmpTimeoutNs;
                };
    }

    private long tcpIdleLimitNs(final int state) {
        if (FlowState.isClosed(state)) {
            return tcpDoneTimeoutNs;
        }
        return (state & FlowState.ESTABLISHED) != 0 ? tcpTimeoutNs : tcpOpeningTimeoutNs;
    }

    /** Whether an entry has been idle for longer than its state allows. */
    boolean isExpired(final long value, final int protocol, final long nowNs) {
        return nowNs - MappingEntry.lastUsedNs(value, nowNs) > idleLimitNs(protocol, MappingEntry.state(value));
    }
}
