package io.holdfast.log.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.holdfast.log.secure.DatagramSeal;
import io.holdfast.log.secure.SocketGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * A socket of publications whose datagrams are sealed: data, setups and heartbeats that it sends, status messages and
 * NAKs that come back.
 *
 * <p>Called by the driver's sender, which is the node's own thread in invoker mode.
 */
final class SealedSendEndpoint extends SendChannelEndpoint {
    /**
     * Status messages and NAKs may wait so long: the window is a thousand times what is sent meanwhile, and who asks for
     * something again has waited longer than that before he asked.
     */
    private static final long PAUSE_NS = 50_000;

    private final DatagramSecurity security;
    private final DatagramSeal seal;
    private final SealedLook look;
    private SocketGuard guard;

    SealedSendEndpoint(
            final UdpChannel channel,
            final AtomicCounter status,
            final MediaDriver.Context context,
            final DatagramSecurity security) {
        super(channel, status, context);
        this.security = security;
        seal = security.newSeal();
        look = new SealedLook(security, seal, SocketPatience.always(PAUSE_NS, System.nanoTime()), new Socket());
    }

    @Override
    public int send(final ByteBuffer buffer) {
        final long nowNs = System.nanoTime();
        final ByteBuffer greeting = seal.greeting(connectAddress, nowNs);
        if (greeting != null) {
            super.send(greeting);
        }
        final int lengthBytes = buffer.remaining();
        final ByteBuffer sealed = seal.seal(buffer, connectAddress);
        if (sealed == null) {
            // As if it had been lost: Aeron asks and sends again.
            return lengthBytes;
        }
        return super.send(sealed) == lengthBytes + DatagramSeal.OVERHEAD_BYTES ? lengthBytes : 0;
    }

    /** Our channels have one destination; were there another, what is sent to it would have to be sealed. */
    @Override
    public int send(final ByteBuffer buffer, final InetSocketAddress destination) {
        throw new UnsupportedOperationException("no channel of ours has several destinations: " + destination);
    }

    /** The socket is opened after this object was made. */
    @Override
    public void openDatagramChannel(final AtomicCounter statusIndicator) {
        super.openDatagramChannel(statusIndicator);
        guard = security.newGuard(receiveDatagramChannel, seal);
    }

    @Override
    public void close() {
        security.closes(guard);
        super.close();
    }

    @Override
    public InetSocketAddress receive(final ByteBuffer buffer) {
        return look.receive(buffer, guard);
    }

    /** The socket is connected, so the kernel knows by which address it sends. */
    private InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) receiveDatagramChannel.getLocalAddress();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Socket implements SealedLook.Socket {
        @Override
        public InetSocketAddress receive(final ByteBuffer buffer) {
            final InetSocketAddress source = SealedSendEndpoint.super.receive(buffer);
            if (source != null && !seal.isSelfKnown()) {
                seal.self(localAddress());
            }
            return source;
        }

        /** The socket is connected: whoever is heard is the one that it sends to. */
        @Override
        public void answer(final ByteBuffer sealed, final InetSocketAddress source) {
            SealedSendEndpoint.super.send(sealed);
        }
    }
}
