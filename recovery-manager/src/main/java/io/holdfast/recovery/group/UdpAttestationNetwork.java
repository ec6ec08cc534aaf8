package io.holdfast.recovery.group;

import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.attestation.AttestationNetwork;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** Attestations by sealed datagrams. Used by the attestations' thread. */
public final class UdpAttestationNetwork implements AttestationNetwork, AutoCloseable {
    private final List<String> names;
    private final SealedSocket socket;
    private final NanoClock clock;
    private final UnsafeBuffer out = new UnsafeBuffer();

    /** @param self number of this node */
    public UdpAttestationNetwork(
            final GroupSettings group, final int self, final GroupKeys keys, final NanoClock clock) {
        this.clock = clock;
        names = group.names();
        final List<java.net.InetSocketAddress> addresses = new GroupAddresses(group).attestations();
        socket = new SealedSocket(addresses.get(self), addresses, keys);
    }

    @Override
    public void send(final String member, final byte[] message) {
        out.wrap(message);
        socket.send(names.indexOf(member), out, 0, message.length);
    }

    @Override
    public void poll(final Receiver receiver, final int limit) {
        socket.poll(clock.nanoTime(), (from, buffer, offset, lengthBytes) -> {
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            receiver.onMessage(names.get(from), message);
        });
    }

    @Override
    public void await(final long timeoutMs) {
        socket.await(timeoutMs);
    }

    @Override
    public void close() {
        socket.close();
    }
}
