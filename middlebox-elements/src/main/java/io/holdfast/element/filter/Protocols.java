package io.holdfast.element.filter;

/** Numbers of IP protocols as patterns use them. */
final class Protocols {
    /** No protocol was named. */
    static final int UNKNOWN = -1;

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;

    /** Either of TCP and UDP. */
    static final int TCP_OR_UDP = 256;

    /** Any protocol: its header's place is known, its kind does not matter. */
    static final int TRANSPORT = 257;

    private Protocols() {}

    static String name(final int protocol) {
        return switch (protocol) {
            case UNKNOWN -> "";
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            case TCP_OR_UDP -> "tcpudp";
            case TRANSPORT -> "transp";
            default -> "ip proto " + protocol;
        };
    }
}
