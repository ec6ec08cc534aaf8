package io.holdfast.nat.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** A UDP port of the kernel's. */
final class KernelDatagramPort implements DatagramPort, KernelNetwork.Selected {
    private static final int MAX_DATAGRAM_BYTES = 2048;
    private static final int MAX_DATAGRAMS_PER_TURN = 64;

    private final DatagramChannel channel;
    private final DatagramListener listener;
    private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);

    KernelDatagramPort(final DatagramChannel channel, final DatagramListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public boolean trySend(final ByteBuffer payload, final InetSocketAddress remote) {
        try {
            return channel.send(payload, remote) > 0;
        } catch (final IOException e) {
            // An unreachable network shows here; to UDP that is a datagram lost.
            return false;
        }
    }

    @Override
    public void onReady(final SelectionKey key) {
        for (int i = 0; i < MAX_DATAGRAMS_PER_TURN; i++) {
            received.clear();
            final InetSocketAddress source = receive();
            if (source == null) {
                return;
            }
            listener.onDatagram(this, received.flip(), source);
        }
    }

    private InetSocketAddress receive() {
        try {
            return (InetSocketAddress) channel.receive(received);
        } catch (final IOException e) {
            // An ICMP error of an earlier datagram; the next read goes on.
            return null;
        }
    }
}
