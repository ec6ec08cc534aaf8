package io.holdfast.element.filter;

import java.util.Map;

/** Names of protocols and TCP flags in patterns (numbers of IANA's registries). */
final class FilterNames {
    static final Map<String, Integer> PROTOCOLS = Map.ofEntries(
            Map.entry("icmp", 1),
            Map.entry("igmp", 2),
            Map.entry("ipip", 4),
            Map.entry("tcp", 6),
            Map.entry("udp", 17),
            Map.entry("dccp", 33),
            Map.entry("gre", 47),
            Map.entry("esp", 50),
            Map.entry("ah", 51),
            Map.entry("sctp", 132),
            Map.entry("tcpudp", Protocols.TCP_OR_UDP),
            Map.entry("transp", Protocols.TRANSPORT));

    static final Map<String, Integer> TCP_FLAGS =
            Map.of("fin", 0x01, "syn", 0x02, "rst", 0x04, "psh", 0x08, "ack", 0x10, "urg", 0x20);

    private FilterNames() {}
}
