package io.holdfast.element.rewriter;

import static io.holdfast.element.ArgumentTypes.BOOL;
import static io.holdfast.element.ArgumentTypes.DURATION_NS;
import static io.holdfast.element.ArgumentTypes.integer;

import io.holdfast.element.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The keywords of a rewriter class. Timeouts are idle times; the defaults are Click's, and keep to the RFCs' minima.
 *
 * @param established idle time of an established TCP connection (RFC 5382 REQ-5: at least 2 h 4 min)
 * @param opening idle time of a TCP connection before its handshake is complete (REQ-5: at least 4 min)
 * @param done idle time of a TCP connection after both FINs or a RST (REQ-5: at least 4 min)
 * @param tcpGuarantee idle time in which a TCP mapping is not given up for another
 * @param other idle time of a mapping that is not TCP's (RFC 4787 REQ-5: at least 2 min; RFC 5508 REQ-2: 1 min)
 * @param streaming idle time of one that was used both ways
 * @param otherGuarantee idle time in which such a mapping is not given up for another
 */
record RewriterKeywords(
        Parameter<Long> established,
        Parameter<Long> opening,
        Parameter<Long> done,
        Parameter<Long> tcpGuarantee,
        Parameter<Long> other,
        Parameter<Long> streaming,
        Parameter<Long> otherGuarantee) {
    static final Parameter<Long> TOUCH_INTERVAL = Parameter.keyword(
            "TOUCH_INTERVAL",
            DURATION_NS,
            "",
            "s",
            "how stale \"last used\" may get; prolongs every timeout and guarantee; default: a 32nd of the shortest timeout, but from 1"
                    + " to 10");
    static final Parameter<Long> REAP_INTERVAL = Parameter.keyword(
            "REAP_INTERVAL", DURATION_NS, "10", "s", "time in which all mappings are looked at for expiry");
    static final Parameter<Integer> MAPPING_CAPACITY =
            Parameter.keyword("MAPPING_CAPACITY", integer(1, 1 << 27), "65536", "mappings", "most mappings at a time");
    static final Parameter<Integer> PORT_TRIES = Parameter.keyword(
            "PORT_TRIES",
            integer(1, 65_536),
            "128",
            "ports",
            "tried for a new mapping before it fails; with several workers, so many whose answers come to the mapping's"
                    + " worker, then so many others");
    static final Parameter<Boolean> TCP_MIDSTREAM = Parameter.keyword(
            "TCP_MIDSTREAM", BOOL, "false", "", "whether a TCP packet without SYN may make a mapping (RFC 5382, 4)");
    static final Parameter<Boolean> DST_ANNO = Parameter.keyword(
            "DST_ANNO", BOOL, "true", "", "whether the destination annotation follows the rewritten destination");

    static final RewriterKeywords TCP_AND_UDP = new RewriterKeywords(
            idle("TCP_TIMEOUT", "86400", "an established TCP connection"),
            idle("TCP_NODATA_TIMEOUT", "300", "a TCP connection that is not established"),
            idle("TCP_DONE_TIMEOUT", "240", "a TCP connection that is closed"),
            guarantee("TCP_GUARANTEE"),
            idle("UDP_TIMEOUT", "300", "a UDP flow"),
            idle("UDP_STREAMING_TIMEOUT", "", "a UDP flow that goes both ways; default: UDP_TIMEOUT"),
            guarantee("UDP_GUARANTEE"));
    static final RewriterKeywords ONLY_TCP = new RewriterKeywords(
            idle("TCP_TIMEOUT", "86400", "an established connection"),
            idle("TCP_NODATA_TIMEOUT", "300", "a connection that is not established"),
            idle("TCP_DONE_TIMEOUT", "240", "a connection that is closed"),
            guarantee("TCP_GUARANTEE"),
            null,
            null,
            null);
    static final RewriterKeywords STATELESS = others("UDP_TIMEOUT", "300", "UDP_STREAMING_TIMEOUT", "UDP_GUARANTEE");
    static final RewriterKeywords PING = others("ICMP_TIMEOUT", "60", null, "ICMP_GUARANTEE");
    static final RewriterKeywords ADDRESSES = others("TIMEOUT", "300", null, "GUARANTEE");

    private static RewriterKeywords others(
            final String timeout, final String seconds, final String streaming, final String guarantee) {
        return new RewriterKeywords(
                null,
                null,
                null,
                null,
                idle(timeout, seconds, "a mapping"),
                streaming == null ? null : idle(streaming, "", "a flow that goes both ways; default: " + timeout),
                guarantee(guarantee));
    }

    private static Parameter<Long> idle(final String name, final String seconds, final String of) {
        return Parameter.keyword(name, DURATION_NS, seconds, "s", "idle time after which it ends: " + of);
    }

    private static Parameter<Long> guarantee(final String name) {
        return Parameter.keyword(
                name,
                DURATION_NS,
                "5",
                "s",
                "idle time in which a mapping is not given up for another when all are in use");
    }

    /** All of them, for the manual. */
    Parameter<?>[] all() {
        final List<Parameter<?>> all = new ArrayList<>();
        for (final Parameter<?> timeout :
                new Parameter<?>[] {established, opening, done, tcpGuarantee, other, streaming, otherGuarantee}) {
            if (timeout != null) {
                all.add(timeout);
            }
        }
        all.addAll(List.of(MAPPING_CAPACITY, DST_ANNO, REAP_INTERVAL, TOUCH_INTERVAL, PORT_TRIES));
        if (established != null) {
            all.add(TCP_MIDSTREAM);
        }
        return all.toArray(Parameter<?>[]::new);
    }

    /** The keyword without the protocol, which classes of one protocol know, too: {@code TIMEOUT}. */
    static String shortName(final String name) {
        return name.replaceFirst("^(TCP|UDP|ICMP)_", "");
    }
}
