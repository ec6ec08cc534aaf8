package io.holdfast.nat.host;

import java.net.Inet4Address;

/**
 * Who a host is.
 *
 * @param mac hardware address, in the low 48 bits
 * @param ip address
 * @param prefixBits of the host's network, 0 to 32
 * @param gatewayIp next hop to other networks; 0 for none
 */
public record HostAddress(long mac, int ip, int prefixBits, int gatewayIp) {
    public HostAddress {
        if (prefixBits < 0 || prefixBits > 32) {
            throw new IllegalArgumentException("prefixBits must be 0 to 32: " + prefixBits);
        }
    }

    /** Reads the addresses in their usual notation; an empty gateway is none. */
    public static HostAddress of(final String mac, final String ip, final int prefixBits, final String gatewayIp) {
        return new HostAddress(
                Long.parseLong(mac.replace(":", ""), 16),
                parseIp(ip),
                prefixBits,
                gatewayIp.isEmpty() ? 0 : parseIp(gatewayIp));
    }

    /** The host to which a frame for that address has to go. */
    int nextHop(final int targetIp) {
        final int mask = prefixBits == 0 ? 0 : -1 << (32 - prefixBits);
        return (targetIp & mask) == (ip & mask) || gatewayIp == 0 ? targetIp : gatewayIp;
    }

    private static int parseIp(final String text) {
        return Bytes.get32(Inet4Address.ofLiteral(text).getAddress(), 0);
    }
}
