package io.holdfast.nat.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/**
 * The host is the operating system's: real sockets, one selector, one thread.
 *
 * <p>Waiting is in the selector, never by spinning.
 */
public final class KernelNetwork implements Network {
    private static final int BACKLOG = 1024;
    private static final int DATAGRAM_BUFFER_BYTES = 1 << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final InetAddress bindAddress;

    /** What a selection key is attached to. */
    interface Selected {
        /** Handles what the key is ready for. */
        void onReady(SelectionKey key) throws IOException;
    }

    /**
     * @param bindAddress at which ports are opened; the wildcard address for all
     * @throws IOException if no selector can be opened
     */
    public KernelNetwork(final InetAddress bindAddress) throws IOException {
        this.bindAddress = bindAddress;
        this.selector = Selector.open();
    }

    @Override
    public Connection connect(final InetSocketAddress remote, final ConnectionListener listener) throws IOException {
        final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final KernelConnection connection = new KernelConnection(channel, remote, listener);
            connection.register(selector, SelectionKey.OP_CONNECT);
            channel.connect(remote);
            return connection;
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void listen(final int port, final Function<Connection, ConnectionListener> acceptor) throws IOException {
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(bindAddress, port), BACKLOG);
        channel.register(selector, SelectionKey.OP_ACCEPT, (Selected) key -> acceptAll(channel, acceptor));
    }

    @Override
    public DatagramPort openDatagramPort(final int port, final DatagramListener listener) throws IOException {
        final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, DATAGRAM_BUFFER_BYTES);
        channel.bind(new InetSocketAddress(bindAddress, port));
        final KernelDatagramPort opened = new KernelDatagramPort(channel, listener);
        channel.register(selector, SelectionKey.OP_READ, opened);
        return opened;
    }

    @Override
    public int poll(final long maxWaitNs) throws IOException {
        if (maxWaitNs < NANOS_PER_MILLI) {
            return selector.selectNow(KernelNetwork::onSelected);
        }
        return selector.select(KernelNetwork::onSelected, maxWaitNs / NANOS_PER_MILLI);
    }

    @Override
    public void close() {
        try {
            for (final SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onSelected(final SelectionKey key) {
        try {
            ((Selected) key.attachment()).onReady(key);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll(final ServerSocketChannel server, final Function<Connection, ConnectionListener> acceptor)
            throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final KernelConnection connection = KernelConnection.accepted(channel);
            connection.attach(acceptor.apply(connection));
            connection.register(selector, SelectionKey.OP_READ);
        }
    }
}
