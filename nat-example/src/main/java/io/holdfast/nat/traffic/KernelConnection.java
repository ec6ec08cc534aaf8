package io.holdfast.nat.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A TCP connection over a kernel socket. */
final class KernelConnection implements Connection, KernelNetwork.Selected {
    private static final int BUFFER_BYTES = 4096;

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
    /** What the kernel did not take of a message that was begun; in reading position. */
    private final ByteBuffer unsent = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private ConnectionListener listener;
    private SelectionKey key;
    private boolean finishing;
    private boolean peerFinished;

    KernelConnection(final SocketChannel channel, final InetSocketAddress remote, final ConnectionListener listener) {
        this.channel = channel;
        this.remote = remote;
        this.listener = listener;
    }

    static KernelConnection accepted(final SocketChannel channel) throws IOException {
        return new KernelConnection(channel, (InetSocketAddress) channel.getRemoteAddress(), null);
    }

    void attach(final ConnectionListener to) {
        listener = to;
    }

    void register(final Selector selector, final int operations) throws IOException {
        key = channel.register(selector, operations, this);
    }

    @Override
    public boolean trySend(final ByteBuffer bytes) {
        if (unsent.hasRemaining() || finishing || !channel.isOpen()) {
            return false;
        }
        try {
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                unsent.clear().put(bytes).flip();
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        } catch (final IOException e) {
            fail("while sending", e);
        }
        return true;
    }

    @Override
    public void onReady(final SelectionKey ready) {
        try {
            if (ready.isConnectable() && channel.finishConnect()) {
                ready.interestOps(SelectionKey.OP_READ);
                listener.onConnected();
            }
            if (ready.isValid() && ready.isWritable()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                receive();
            }
        } catch (final IOException e) {
            fail(ready.isValid() && ready.isConnectable() ? "while connecting" : "while open", e);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public void finish() {
        finishing = true;
        try {
            if (!unsent.hasRemaining()) {
                endOutput();
            }
        } catch (final IOException e) {
            fail("while closing", e);
        }
    }

    @Override
    public void abort() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (final IOException | UnsupportedOperationException e) {
            // Closed already, or never connected: there is nobody to send a reset to.
        }
        closeQuietly();
    }

    private void endOutput() throws IOException {
        if (channel.isOpen()) {
            channel.shutdownOutput();
            if (peerFinished) {
                channel.close();
            }
        }
    }

    private void flush() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            if (finishing) {
                endOutput();
            }
        }
    }

    private void receive() throws IOException {
        received.clear();
        final int length = channel.read(received);
        if (length > 0) {
            listener.onReceived(received.flip());
        } else if (length < 0) {
            peerFinished = true;
            key.interestOpsAnd(~SelectionKey.OP_READ);
            listener.onPeerFinished();
            if (finishing && !unsent.hasRemaining()) {
                channel.close();
            }
        }
    }

    private void fail(final String when, final IOException cause) {
        closeQuietly();
        listener.onFailed(cause.getMessage() + ' ' + when);
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (final IOException e) {
            // Nothing is left to be done for a socket that cannot even be closed.
        }
    }
}
