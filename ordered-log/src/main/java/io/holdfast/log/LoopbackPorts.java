package io.holdfast.log;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports on loopback for members of a group that all live on this machine, as in a lab. Any thread.
 *
 * <p>All lie below what the kernel gives to sockets that ask for no certain port (32768 and above, unless an
 * administrator changed it). A port of that range that is free now may be the source of somebody's connection a moment
 * later, even of a node's own attempt to reach the peer that is about to listen there.
 */
public final class LoopbackPorts {
    /** Ports in a row that a member may use: see {@link MemberAddress} and the group's views and attestations. */
    public static final int PER_MEMBER = 5;

    private static final int FIRST = 10_240;
    private static final int MEMBERS = (32_768 - FIRST) / PER_MEMBER;
    /** Scatters the processes of one machine, which have neighbouring identifiers. */
    private static final int STRIDE = 137;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * STRIDE % MEMBERS));

    private LoopbackPorts() {}

    /**
     * Finds {@link #PER_MEMBER} ports in a row that nobody uses at the moment, neither by UDP nor by TCP. No two calls
     * in a process give the same ones until the range has been gone through.
     *
     * @return the first of them
     * @throws IllegalStateException if there are none
     */
    public static int find() {
        for (int i = 0; i < MEMBERS; i++) {
            final int first = FIRST + Math.floorMod(NEXT.getAndIncrement(), MEMBERS) * PER_MEMBER;
            if (areFree(first)) {
                return first;
            }
        }
        throw new IllegalStateException(
                "no " + PER_MEMBER + " free ports in a row on loopback between " + FIRST + " and 32767");
    }

    private static boolean areFree(final int first) {
        final List<AutoCloseable> held = new ArrayList<>();
        try {
            for (int port = first; port < first + PER_MEMBER; port++) {
                final InetAddress loopback = InetAddress.getLoopbackAddress();
                held.add(new DatagramSocket(new InetSocketAddress(loopback, port)));
                held.add(new ServerSocket(port, 1, loopback));
            }
            return true;
        } catch (final IOException e) {
            return false;
        } finally {
            held.forEach(LoopbackPorts::close);
        }
    }

    private static void close(final AutoCloseable socket) {
        try {
            socket.close();
        } catch (final Exception e) {
            throw new IllegalStateException("a socket on loopback cannot be closed", e);
        }
    }
}
