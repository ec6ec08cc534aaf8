package io.holdfast.nat.lab;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Finds UDP ports on loopback that nobody uses at the moment. */
final class FreePorts {
    private static final int MAX_ATTEMPTS = 1000;

    private FreePorts() {}

    /**
     * Finds pairs of neighbouring ports.
     *
     * @param count of pairs
     * @return the first port of each pair, all different
     * @throws LabException if there are not so many
     */
    static List<Integer> findPairs(final int count) {
        final List<DatagramSocket> held = new ArrayList<>();
        final List<Integer> found = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_ATTEMPTS && found.size() < count; i++) {
                final DatagramSocket first = bind(0);
                held.add(first);
                final DatagramSocket second = tryBind(first.getLocalPort() + 1);
                if (second != null) {
                    held.add(second);
                    found.add(first.getLocalPort());
                }
            }
        } catch (final IOException e) {
            throw new LabException("no UDP port can be opened on loopback: " + e.getMessage(), e);
        } finally {
            held.forEach(DatagramSocket::close);
        }
        if (found.size() < count) {
            throw new LabException("no " + count + " pairs of free UDP ports were found on loopback");
        }
        return found;
    }

    private static DatagramSocket tryBind(final int port) {
        try {
            return port > 65535 ? null : bind(port);
        } catch (final IOException e) {
            return null;
        }
    }

    private static DatagramSocket bind(final int port) throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
