package io.holdfast.nat.traffic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The server's side of one UDP flow: notes when each datagram came and from where, and answers it.
 *
 * <p>Every flow has a port of its own, so a datagram is known by where it arrives.
 */
final class ServerDatagrams implements DatagramListener {
    /** More sources than these are not kept: the mapping has changed, and that is what matters. */
    private static final int MAX_SOURCES = 16;

    private final DatagramTrace received = new DatagramTrace();
    private final List<InetSocketAddress> sources = new ArrayList<>();
    private final Message message = new Message();
    private final LongSupplier clock;
    private long flow = -1;
    private long unreadable;
    private String failure;

    ServerDatagrams(final LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void onDatagram(final DatagramPort port, final ByteBuffer payload, final InetSocketAddress source) {
        if (payload.remaining() != Message.LENGTH_BYTES || message.decode(payload, Message.REQUEST) != null) {
            unreadable++;
            failure = "wrong content in a datagram from " + ServerConnection.nameOf(source);
            return;
        }
        if (flow < 0) {
            flow = message.flow();
        }
        if (message.flow() != flow) {
            failure = "a datagram of flow " + message.flow() + " arrived at the port of flow " + flow;
            return;
        }
        noteSource(source);
        final long nowNs = clock.getAsLong();
        received.record(message.number(), nowNs);
        port.trySend(message.encodeAnswer(flow, message.number(), message.sentNs(), nowNs), source);
    }

    boolean isUsed() {
        return flow >= 0 || failure != null;
    }

    long flow() {
        return flow;
    }

    long unreadable() {
        return unreadable;
    }

    DatagramTrace received() {
        return received;
    }

    ServerFlowRecord record() {
        final List<String> names =
                sources.stream().map(ServerConnection::nameOf).toList();
        return new ServerFlowRecord(flow, names, received.count(), failure);
    }

    private void noteSource(final InetSocketAddress source) {
        if (!sources.contains(source) && sources.size() < MAX_SOURCES) {
            sources.add(source);
        }
    }
}
