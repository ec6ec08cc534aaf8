package io.holdfast.element.filter;

import java.util.Map;

/** Names of protocols, ports, TCP flags and ICMP types in patterns (numbers of IANA's registries). */
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

    static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("echo", 7),
            Map.entry("discard", 9),
            Map.entry("daytime", 13),
            Map.entry("chargen", 19),
            Map.entry("ftp-data", 20),
            Map.entry("ftp", 21),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("smtp", 25),
            Map.entry("domain", 53),
            Map.entry("dns", 53),
            Map.entry("bootps", 67),
            Map.entry("bootpc", 68),
            Map.entry("tftp", 69),
            Map.entry("finger", 79),
            Map.entry("www", 80),
            Map.entry("http", 80),
            Map.entry("pop3", 110),
            Map.entry("sunrpc", 111),
            Map.entry("auth", 113),
            Map.entry("nntp", 119),
            Map.entry("ntp", 123),
            Map.entry("netbios-ns", 137),
            Map.entry("netbios-dgm", 138),
            Map.entry("netbios-ssn", 139),
            Map.entry("imap", 143),
            Map.entry("snmp", 161),
            Map.entry("snmp-trap", 162),
            Map.entry("irc", 194),
            Map.entry("imap3", 220),
            Map.entry("https", 443),
            Map.entry("rip", 520),
            Map.entry("route", 520),
            Map.entry("imaps", 993),
            Map.entry("pop3s", 995));

    static final Map<String, Integer> TCP_FLAGS =
            Map.of("fin", 0x01, "syn", 0x02, "rst", 0x04, "psh", 0x08, "ack", 0x10, "urg", 0x20);

    static final Map<String, Integer> ICMP_TYPES = Map.ofEntries(
            Map.entry("echo-reply", 0),
            Map.entry("unreachable", 3),
            Map.entry("sourcequench", 4),
            Map.entry("redirect", 5),
            Map.entry("echo", 8),
            Map.entry("routeradvert", 9),
            Map.entry("routersolicit", 10),
            Map.entry("timeexceeded", 11),
            Map.entry("parameterproblem", 12),
            Map.entry("timestamp", 13),
            Map.entry("timestamp-reply", 14),
            Map.entry("inforeq", 15),
            Map.entry("inforeq-reply", 16),
            Map.entry("maskreq", 17),
            Map.entry("maskreq-reply", 18));

    private FilterNames() {}
}
