package io.holdfast.element;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The NAT graph of {@code nat-example/nat.click} with hosts around it that have learnt each other's addresses.
 *
 * <p>Port 0 is the LAN, 10.0.0.0/24 with the box at .1; port 1 the WAN, 203.0.113.0/24 with the box at .1.
 */
public final class NatLab implements AutoCloseable {
    public static final int LAN = 0;
    public static final int WAN = 1;
    public static final int ETHERNET = 14;
    public static final int LAN_IP = 0x0a000001;
    public static final int WAN_IP = 0xcb007101;
    public static final long LAN_MAC = 0x02005e000001L;
    public static final long WAN_MAC = 0x02005e000002L;
    private static final long BROADCAST = 0xffffffffffffL;

    private final GraphTester graph;

    public NatLab() {
        this(AccessControl.UNPROTECTED);
    }

    public NatLab(final AccessControl accessControl) {
        this(configuration(), accessControl);
    }

    public NatLab(final String configuration, final AccessControl accessControl) {
        graph = GraphTester.of(configuration, accessControl, "lan", "wan");
        graph.limitKnown(graph.definition().headerDepthBytes());
    }

    /** The text of nat.click. */
    public static String configuration() {
        try {
            return Files.readString(Path.of("../nat-example/nat.click"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public GraphTester graph() {
        return graph;
    }

    /** A LAN host's address, by number from 2 on. */
    public static int lanHost(final int number) {
        return 0x0a000000 + number;
    }

    /** A WAN host's address, by number from 2 on. */
    public static int wanHost(final int number) {
        return 0xcb007100 + number;
    }

    public static long macOf(final int ip) {
        return 0x020000000000L | Integer.toUnsignedLong(ip);
    }

    /** Has a host ask for the box's address, so that each knows the other. */
    public void introduce(final int port, final int host) {
        final int box = port == LAN ? LAN_IP : WAN_IP;
        final byte[] request = Frames.arp(1, macOf(host), host, 0, box);
        graph.receive(port, new byte[][] {Frames.ethernet(BROADCAST, macOf(host), 0x0806, request)});
        graph.sentBytes(port);
    }

    /** A frame from a host to the box. */
    public static byte[] frame(final int port, final int host, final byte[] packet) {
        return Frames.ethernet(port == LAN ? LAN_MAC : WAN_MAC, macOf(host), 0x0800, packet);
    }

    /** Receives one packet from a host, and returns what leaves by the opposite port. */
    public List<byte[]> cross(final int port, final int host, final byte[] packet) {
        graph.receive(port, new byte[][] {frame(port, host, packet)});
        return graph.sentBytes(port == LAN ? WAN : LAN);
    }

    @Override
    public void close() {
        graph.close();
    }
}
