package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void shouldGiveEachMemberPortsOfItsOwnThatCanBeOpened() throws Exception {
        final Set<Integer> given = new HashSet<>();
        for (int member = 0; member < 20; member++) {
            final int first = LoopbackPorts.find();
            assertTrue(first >= 10_240 && first + LoopbackPorts.PER_MEMBER <= 32_768, "port " + first);
            for (int port = first; port < first + LoopbackPorts.PER_MEMBER; port++) {
                assertTrue(given.add(port), "given twice: " + port);
                new ServerSocket(port, 1, LOOPBACK).close();
                new DatagramSocket(new InetSocketAddress(LOOPBACK, port)).close();
            }
        }
    }

    @Test
    void shouldPassOverPortsThatAreInUse() throws Exception {
        final int before = LoopbackPorts.find();
        final List<AutoCloseable> taken = new ArrayList<>();
        try {
            for (int member = 1; member <= 10; member++) {
                final int port = before + member * LoopbackPorts.PER_MEMBER + member % LoopbackPorts.PER_MEMBER;
                taken.add(
                        member % 2 == 0
                                ? new ServerSocket(port, 1, LOOPBACK)
                                : new DatagramSocket(new InetSocketAddress(LOOPBACK, port)));
            }
            final int found = LoopbackPorts.find();
            assertFalse(found <= before + 10 * LoopbackPorts.PER_MEMBER && found > before, "port " + found);
        } finally {
            for (final AutoCloseable socket : taken) {
                socket.close();
            }
        }
    }
}
