package io.holdfast.log.aeron;

import io.holdfast.log.secure.DatagramSeal;
import io.holdfast.log.secure.SocketGuard;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Looks at a socket for sealed datagrams: opens the right ones, passes over wrong ones and answers greetings.
 *
 * <p>Used by the driver's thread that owns the socket.
 */
final class SealedLook {
    /** Wrong datagrams that one look passes over, so that a flood does not hide the right ones. */
    private static final int IGNORED_PER_LOOK = 16;

    /** The socket, as its endpoint has it. */
    interface Socket {
        /** Takes what has come into the buffer; null if nothing has. */
        InetSocketAddress receive(ByteBuffer buffer);

        /** Sends what the seal says to who has written. */
        void answer(ByteBuffer sealed, InetSocketAddress source);
    }

    private final DatagramSecurity security;
    private final DatagramSeal seal;
    private final SocketPatience patience;
    private final Socket socket;

    SealedLook(
            final DatagramSecurity security,
            final DatagramSeal seal,
            final SocketPatience patience,
            final Socket socket) {
        this.security = security;
        this.seal = seal;
        this.patience = patience;
        this.socket = socket;
    }

    /** Takes the next right datagram, without its trailer; null if there is none, or it is not the time to look. */
    InetSocketAddress receive(final ByteBuffer buffer, final SocketGuard guard) {
        if (!security.looksAtSockets()) {
            return null;
        }
        guard.refresh();
        final long lookNs = System.nanoTime();
        if (!patience.isDue(lookNs)) {
            return null;
        }
        for (int i = 0; i < IGNORED_PER_LOOK; i++) {
            final InetSocketAddress source = socket.receive(buffer);
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
                socket.answer(answer, source);
            }
        }
        return null;
    }
}
