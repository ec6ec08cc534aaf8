package io.holdfast.element.rewriter;

import io.holdfast.packet.header.Addresses;

/**
 * The tuple that names one direction of a flow, packed in two longs.
 *
 * <pre>
 *  key0:  63 source address 32 | 31 destination address 0
 *  key1:  63 source port 48 | 47 destination port 32 | 31 zero 8 | 7 protocol 0
 * </pre>
 *
 * <p>Of an ICMP echo, a request has its identifier for source port and a reply for destination port; the other port
 * is zero. So turning a request's tuple round gives its reply's, as with TCP and UDP.
 */
final class FlowKey {
    private static final int PROTOCOL_MASK = 0xff;

    private FlowKey() {}

    static long addresses(final int source, final int destination) {
        return (long) source << 32 | Integer.toUnsignedLong(destination);
    }

    static int ports(final int sourcePort, final int destinationPort) {
        return sourcePort << 16 | destinationPort;
    }

    static long key1(final int ports, final int protocol) {
        return (long) ports << 32 | protocol;
    }

    static int source(final long key0) {
        return (int) (key0 >>> 32);
    }

    static int destination(final long key0) {
        return (int) key0;
    }

    /** Both ports, the source port in the upper half. */
    static int ports(final long key1) {
        return (int) (key1 >>> 32);
    }

    static int sourcePort(final int ports) {
        return ports >>> 16;
    }

    static int destinationPort(final int ports) {
        return ports & 0xffff;
    }

    static int protocol(final long key1) {
        return (int) key1 & PROTOCOL_MASK;
    }

    /** The addresses of the opposite direction. */
    static long turnAddresses(final long key0) {
        return Long.rotateLeft(key0, 32);
    }

    /** The ports of the opposite direction. */
    static int turnPorts(final int ports) {
        return Integer.rotateLeft(ports, 16);
    }

    /** Writes {@code (source, port, destination, port)}. */
    static String format(final long key0, final int ports) {
        return "(" + Addresses.formatIp(source(key0)) + ", " + sourcePort(ports) + ", "
                + Addresses.formatIp(destination(key0)) + ", " + destinationPort(ports) + ")";
    }
}
