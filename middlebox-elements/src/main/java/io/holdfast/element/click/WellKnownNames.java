package io.holdfast.element.click;

import java.util.Map;

/** Names for numbers in configurations; fixed lists of IANA's registries, so that all nodes agree. */
public final class WellKnownNames {
    /** Ports of TCP and UDP. */
    public static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("echo", 7),
            Map.entry("discard", 9),
            Map.entry("daytime", 13),
            Map.entry("chargen", 19),
            Map.entry("ftp-data", 20),
            Map.entry("ftp", 21),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("smtp", 25),
            Map.entry("time", 37),
            Map.entry("domain", 53),
            Map.entry("dns", 53),
            Map.entry("bootps", 67),
            Map.entry("bootpc", 68),
            Map.entry("tftp", 69),
            Map.entry("finger", 79),
            Map.entry("http", 80),
            Map.entry("www", 80),
            Map.entry("kerberos", 88),
            Map.entry("pop3", 110),
            Map.entry("sunrpc", 111),
            Map.entry("auth", 113),
            Map.entry("nntp", 119),
            Map.entry("ntp", 123),
            Map.entry("netbios-ns", 137),
            Map.entry("netbios-dgm", 138),
            Map.entry("netbios-ssn", 139),
            Map.entry("imap", 143),
            Map.entry("imap2", 143),
            Map.entry("snmp", 161),
            Map.entry("snmp-trap", 162),
            Map.entry("bgp", 179),
            Map.entry("irc", 194),
            Map.entry("imap3", 220),
            Map.entry("ldap", 389),
            Map.entry("https", 443),
            Map.entry("microsoft-ds", 445),
            Map.entry("isakmp", 500),
            Map.entry("syslog", 514),
            Map.entry("rip", 520),
            Map.entry("route", 520),
            Map.entry("ldaps", 636),
            Map.entry("imaps", 993),
            Map.entry("pop3s", 995),
            Map.entry("socks", 1080),
            Map.entry("openvpn", 1194),
            Map.entry("nfs", 2049),
            Map.entry("mysql", 3306),
            Map.entry("rdp", 3389),
            Map.entry("sip", 5060),
            Map.entry("postgresql", 5432));

    /** Types of ICMP messages (RFC 792, RFC 950, RFC 1256). */
    public static final Map<String, Integer> ICMP_TYPES = Map.ofEntries(
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

    private WellKnownNames() {}
}
