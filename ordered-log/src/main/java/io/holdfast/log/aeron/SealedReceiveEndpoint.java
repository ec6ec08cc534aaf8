package io.holdfast.log.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.holdfast.log.secure.DatagramSeal;
import io.holdfast.log.secure.SocketGuard;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * A socket of subscriptions whose datagrams are sealed: data, setups and heartbeats that come, status messages and NAKs
 * that it sends.
 *
 * <p>Called by the driver's receiver, which is the node's own thread in invoker mode.
 */
final class SealedReceiveEndpoint extends ReceiveChannelEndpoint {
    /** Aeron's senders are heard from ten times a second, so nobody sends here. */
    private static final long SILENCE_NS = 1_000_000_000;

    /** A first datagram after that is a stream's setup, which nobody waits for in haste. */
    private static final long PAUSE_NS = 200_000;

    private final DatagramSecurity security;
    private final DatagramSeal seal;
    private final SealedLook look;
    private SocketGuard guard;

    SealedReceiveEndpoint(
            final UdpChannel channel,
            final DataPacketDispatcher dispatcher,
            final AtomicCounter status,
            final MediaDriver.Context context,
            final DatagramSecurity security) {
        super(channel, dispatcher, status, context);
        this.security = security;
        seal = security.newSeal();
        seal.self(channel.remoteData());
        look = new SealedLook(
                security, seal, SocketPatience.whenSilentFor(SILENCE_NS, PAUSE_NS, System.nanoTime()), new Socket());
    }

    @Override
    public int sendTo(final ByteBuffer buffer, final InetSocketAddress destination) {
        final int lengthBytes = buffer.remaining();
        final ByteBuffer sealed = seal.seal(buffer, destination);
        if (sealed == null) {
            // As if it had been lost: it is sent again when it is due again.
            return lengthBytes;
        }
        return super.sendTo(sealed, destination) == lengthBytes + DatagramSeal.OVERHEAD_BYTES ? lengthBytes : 0;
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

    private final class Socket implements SealedLook.Socket {
        @Override
        public InetSocketAddress receive(final ByteBuffer buffer) {
            return SealedReceiveEndpoint.super.receive(buffer);
        }

        @Override
        public void answer(final ByteBuffer sealed, final InetSocketAddress source) {
            SealedReceiveEndpoint.super.sendTo(sealed, source);
        }
    }
}
