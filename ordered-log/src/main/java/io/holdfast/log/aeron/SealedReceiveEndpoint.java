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
    private final SocketPatience patience = SocketPatience.whenSilentFor(SILENCE_NS, PAUSE_NS, System.nanoTime());
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
        if (!security.looksAtSockets()) {
            return null;
        }
        guard.refresh();
        final long lookNs = System.nanoTime();
        if (!patience.isDue(lookNs)) {
            return null;
        }
        for (int i = 0; i < DatagramSecurity.IGNORED_PER_LOOK; i++) {
            final InetSocketAddress source = super.receive(buffer);
            if (source == null) {
                patience.onEmpty(lookNs);
                return null;
            }
            patience.onHeard(lookNs);
            if (seal.open(buffer)) {
                return source;
            }
            final long nowNs = System.nanoTime();
            guard.onIgnored(nowNs);
            final ByteBuffer answer = seal.answer(source, nowNs);
            if (answer != null) {
                super.sendTo(answer, source);
            }
        }
        return null;
    }
}
