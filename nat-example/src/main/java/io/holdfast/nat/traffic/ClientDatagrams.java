package io.holdfast.nat.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A UDP flow of the client: a numbered datagram at every tick, whether or not the ones before were answered.
 *
 * <p>Datagrams may be lost. The flow is broken when an answer's content is wrong, and when no answer at all has come
 * for the stall limit.
 */
final class ClientDatagrams extends ClientFlow implements DatagramListener {
    private final DatagramTrace sent = new DatagramTrace();
    private final DatagramTrace answered = new DatagramTrace();
    private final Message message = new Message();
    private final InetSocketAddress server;
    private DatagramPort port;
    private long nextNumber;

    ClientDatagrams(final long flow, final TrafficClient client, final int intervalMs, final InetSocketAddress server) {
        super(flow, FlowKind.UDP, client, intervalMs);
        this.server = server;
    }

    @Override
    void start() throws IOException {
        port = client.openDatagramPort(this);
    }

    @Override
    void act(final long nowNs) {
        final long sinceNs = isEstablished() ? progressNs() : openedNs();
        if (nowNs - sinceNs > client.stallLimitNs()) {
            fail("no progress: no datagram answered for " + (nowNs - sinceNs) / 1_000_000 + " ms");
        } else if (client.isQuietening()) {
            finish(nowNs);
        } else if (port.trySend(message.encodeRequest(flow, nextNumber, nowNs), server)) {
            sent.record(nextNumber++, nowNs);
        }
    }

    @Override
    void release() {
        // A datagram port holds nothing that has to be told to anybody.
    }

    @Override
    public void onDatagram(final DatagramPort at, final ByteBuffer payload, final InetSocketAddress source) {
        final String wrong = payload.remaining() == Message.LENGTH_BYTES
                ? message.decode(payload, Message.ANSWER)
                : "wrong content: " + payload.remaining() + " bytes";
        if (wrong != null) {
            fail(wrong);
        } else if (message.flow() != flow || message.number() >= nextNumber) {
            fail("wrong content: datagram " + message.number() + " of flow " + message.flow() + " was not sent here");
        } else {
            final long nowNs = client.nowNs();
            if (!isEstablished()) {
                established(nowNs);
            }
            if (answered.record(message.number(), nowNs) && isActive()) {
                answered(nowNs, nowNs - message.sentNs());
            }
        }
    }

    DatagramTrace sent() {
        return sent;
    }

    DatagramTrace answered() {
        return answered;
    }
}
