package io.holdfast.nat.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * One host's way to the network.
 *
 * <p>Not thread-safe: every method, and every call to a listener, happens on the thread that calls {@link #poll}.
 */
public interface Network extends AutoCloseable {
    /**
     * Starts to open a connection; the listener hears how it went, and may hear it before this method returns.
     *
     * @throws IOException if the host has no port or memory left
     */
    Connection connect(InetSocketAddress remote, ConnectionListener listener) throws IOException;

    /**
     * Accepts connections.
     *
     * @param port 1 to 65535
     * @param acceptor makes the listener of each new connection
     * @throws IOException if the port is taken
     */
    void listen(int port, Function<Connection, ConnectionListener> acceptor) throws IOException;

    /**
     * Opens a port for datagrams.
     *
     * @param port 1 to 65535, or 0 for a free one
     * @throws IOException if the port is taken
     */
    DatagramPort openDatagramPort(int port, DatagramListener listener) throws IOException;

    /**
     * Handles what has arrived.
     *
     * @param maxWaitNs how long to wait for something, at most; a host may round it, or not wait at all
     * @return the number of things handled
     * @throws IOException if the host as a whole no longer works
     */
    int poll(long maxWaitNs) throws IOException;

    /** Closes everything that is open, without a word to any listener. */
    @Override
    void close();
}
