package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.packet.header.Ipv4Header;
import java.util.stream.LongStream;

/**
 * Timeouts and limits of a rewriter; {@link RewriterKeywords} describes them.
 *
 * @param followsTcp whether TCP has timeouts of its own
 * @param establishedNs idle time of an established TCP connection
 * @param openingNs idle time before the handshake is complete
 * @param doneNs idle time after both FINs or a RST
 * @param tcpGuaranteeNs idle time in which a TCP mapping is not given up for another
 * @param otherNs idle time of other mappings
 * @param streamingNs idle time of other mappings used both ways
 * @param otherGuaranteeNs idle time in which other mappings are not given up
 * @param touchIntervalNs how stale "last used" may get before it is written
 * @param sweepIntervalNs time in which the whole table is searched for expired mappings
 * @param capacityMappings most mappings at a time
 * @param portTries ports tried for a new mapping before it fails
 * @param midstream whether a TCP packet without SYN may make a mapping
 * @param setsDestination whether the destination annotation follows the rewritten destination
 */
record RewriterSettings(
        boolean followsTcp,
        long establishedNs,
        long openingNs,
        long doneNs,
        long tcpGuaranteeNs,
        long otherNs,
        long streamingNs,
        long otherGuaranteeNs,
        long touchIntervalNs,
        long sweepIntervalNs,
        int capacityMappings,
        int portTries,
        boolean midstream,
        boolean setsDestination) {
    // A refresh costs two writes, of which that of the partner finds nothing in a cache, and a record of the log; a
    // timeout
    // that is longer by three percent costs nothing.
    private static final int TOUCHES_PER_TIMEOUT = 32;
    private static final long SHORTEST_TOUCH_INTERVAL_NS = 1_000_000_000L;
    private static final long LONGEST_TOUCH_INTERVAL_NS = 10_000_000_000L;

    /** Takes the keywords of a class; reports what is wrong with them. */
    static RewriterSettings take(final Arguments arguments, final RewriterKeywords keywords) {
        final boolean isOfOne = keywords.established() == null || keywords.other() == null;
        final long establishedNs = idleNs(arguments, keywords.established(), isOfOne);
        final long openingNs = idleNs(arguments, keywords.opening(), isOfOne);
        final long doneNs = idleNs(arguments, keywords.done(), isOfOne);
        final long otherNs = idleNs(arguments, keywords.other(), isOfOne);
        final long streamingNs = idleNs(arguments, keywords.streaming(), isOfOne);
        final long shortestNs = shortest(establishedNs, openingNs, doneNs, otherNs, streamingNs);
        return new RewriterSettings(
                keywords.established() != null,
                establishedNs,
                openingNs,
                doneNs,
                idleNs(arguments, keywords.tcpGuarantee(), isOfOne),
                otherNs,
                streamingNs == 0 ? otherNs : streamingNs,
                idleNs(arguments, keywords.otherGuarantee(), isOfOne),
                touchIntervalNs(arguments, shortestNs),
                Math.max(1, idleNs(arguments, RewriterKeywords.REAP_INTERVAL, false)),
                arguments.get(RewriterKeywords.MAPPING_CAPACITY),
                arguments.get(RewriterKeywords.PORT_TRIES),
                keywords.established() != null && arguments.get(RewriterKeywords.TCP_MIDSTREAM),
                arguments.get(RewriterKeywords.DST_ANNO));
    }

    /** The shortest of some times; 0 is none. */
    private static long shortest(final long... timesNs) {
        return LongStream.of(timesNs).filter(ns -> ns > 0).min().orElse(SHORTEST_TOUCH_INTERVAL_NS);
    }

    private static long touchIntervalNs(final Arguments arguments, final long shortestNs) {
        if (arguments.isGiven(RewriterKeywords.TOUCH_INTERVAL)) {
            return idleNs(arguments, RewriterKeywords.TOUCH_INTERVAL, false);
        }
        return Math.clamp(shortestNs / TOUCHES_PER_TIMEOUT, SHORTEST_TOUCH_INTERVAL_NS, LONGEST_TOUCH_INTERVAL_NS);
    }

    private static long idleNs(final Arguments arguments, final Parameter<Long> keyword, final boolean hasShortName) {
        if (keyword == null) {
            return 0;
        }
        long idleNs = arguments.get(keyword);
        final String shortName = RewriterKeywords.shortName(keyword.name());
        if (hasShortName && !shortName.equals(keyword.name())) {
            idleNs = arguments.keywords().durationNs(shortName, idleNs);
        }
        if (idleNs > MappingEntry.MAX_IDLE_NS) {
            arguments.error(keyword.name() + ": out of range, bound 100 days");
        }
        return idleNs;
    }

    /** How long a flow in a state may be idle, in nanoseconds of logged time. */
    long idleLimitNs(final int protocol, final int state) {
        return MappingEntry.GRANULE_NS
                + touchIntervalNs
                + (followsTcp && protocol == Ipv4Header.PROTOCOL_TCP ? tcpIdleLimitNs(state) : otherIdleLimitNs(state));
    }

    private long otherIdleLimitNs(final int state) {
        return FlowState.isBothWays(state) ? streamingNs : otherNs;
    }

    private long tcpIdleLimitNs(final int state) {
        if (FlowState.isClosed(state)) {
            return doneNs;
        }
        return (state & FlowState.ESTABLISHED) != 0 ? establishedNs : openingNs;
    }

    /** Whether an entry has been idle for longer than its state allows. */
    boolean isExpired(final long value, final int protocol, final long nowNs) {
        return nowNs - MappingEntry.lastUsedNs(value, nowNs) > idleLimitNs(protocol, MappingEntry.state(value));
    }

    /** Whether an entry has been idle for so short a time that it is not given up for another. */
    boolean isGuaranteed(final long value, final int protocol, final long nowNs) {
        final boolean isTcp = followsTcp && protocol == Ipv4Header.PROTOCOL_TCP;
        final long guaranteeNs =
                MappingEntry.GRANULE_NS + touchIntervalNs + (isTcp ? tcpGuaranteeNs : otherGuaranteeNs);
        return nowNs - MappingEntry.lastUsedNs(value, nowNs) <= guaranteeNs;
    }
}
