package io.holdfast.perf.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is who on the two segments, and which addresses a flow has.
 *
 * <pre>
 *   LAN hosts 10.0.0.2 ... 10.0.0.201 -- lan | box, 10.0.0.1 and 203.0.113.1 | wan -- gateway 203.0.113.9
 *   hosts of new flows 10.64.0.0/10                                        behind it 198.18.0.0/15 (RFC 2544, C.2.2)
 * </pre>
 *
 * Flow numbers 0 to flows - 1 are those that stay open; the n-th new flow is a function of n. Addresses are in host order.
 */
final class AddressPlan {
    static final int LAN_IP = 0x0a00_0001;
    static final int WAN_IP = 0xcb00_7101;
    static final int GATEWAY_IP = 0xcb00_7109;
    static final long LAN_MAC = 0x0200_5e00_0001L;
    static final long WAN_MAC = 0x0200_5e00_0002L;
    static final long GATEWAY_MAC = 0x0200_0000_0009L;
    static final long HOST_MAC = 0x0200_0000_0100L;
    static final int SERVER_PORT = 7;

    /** The lowest port that the box translates to. */
    static final int FIRST_MAPPED_PORT = 1024;

    private static final int MAX_HOSTS = 200;
    private static final int FIRST_HOST_IP = 0x0a00_0002;
    private static final int FIRST_PORT = 1024;
    private static final int NEW_HOST_IP = 0x0a40_0000;
    private static final int NEW_HOST_MASK = 0x003f_ffff;
    private static final int PORTS_PER_NEW_HOST = 60_000;
    private static final int SERVER_IP = 0xc612_0000;
    private static final int NEW_SERVER_IP = 0xc613_0000;

    private final int hosts;

    AddressPlan(final int flows) {
        hosts = Math.clamp(flows / 16, 1, MAX_HOSTS);
    }

    /** Variables of the NAT's graph for this plan. */
    static Map<String, String> graphVariables() {
        final Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LAN_IP", "10.0.0.1");
        variables.put("LAN_MAC", "02:00:5e:00:00:01");
        variables.put("WAN_IP", "203.0.113.1");
        variables.put("WAN_MAC", "02:00:5e:00:00:02");
        variables.put("WAN_NET", "203.0.113.0/24");
        variables.put("WAN_GATEWAY", "203.0.113.9");
        return variables;
    }

    int hosts() {
        return hosts;
    }

    static int hostIp(final int host) {
        return FIRST_HOST_IP + host;
    }

    /** Whether a LAN address is a host's that answers for itself. */
    boolean isHost(final int ip) {
        return Integer.compareUnsigned(ip - FIRST_HOST_IP, hosts) < 0;
    }

    int source(final int flow) {
        return FIRST_HOST_IP + flow % hosts;
    }

    int sourcePort(final int flow) {
        return FIRST_PORT + flow / hosts;
    }

    /** One of 256, so that a box with one address has ports for all flows. */
    int destination(final int flow) {
        return SERVER_IP + (flow * 0x9e37_79b1 >>> 24);
    }

    static int newSource(final long number) {
        return NEW_HOST_IP + (int) (number / PORTS_PER_NEW_HOST & NEW_HOST_MASK);
    }

    static int newSourcePort(final long number) {
        return FIRST_PORT + (int) (number % PORTS_PER_NEW_HOST);
    }

    /** One of 65536, for the same reason. */
    static int newDestination(final long number) {
        return NEW_SERVER_IP + ((int) number * 0x9e37_79b1 >>> 16);
    }
}
