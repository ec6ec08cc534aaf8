package io.holdfast.nat.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A TCP flow of the client: a message, its verified answer, the next message at the next tick; at the end an orderly
 * close.
 *
 * <p>It is broken when it is refused or reset, when an answer is not the one expected, when the peer closes first, and
 * when what it waits for (handshake, answer, close) does not come within the stall limit.
 */
final class ClientConnection extends ClientFlow implements ConnectionListener {
    private final MessageReader reader = new MessageReader();
    private final Message message = new Message();
    private final long messageLimit;
    private Connection connection;
    private long nextNumber;
    private long waitingSinceNs;
    private boolean waiting;
    private boolean finishing;

    /** @param messageLimit messages after which the connection closes */
    ClientConnection(
            final long flow,
            final FlowKind kind,
            final TrafficClient client,
            final int intervalMs,
            final long messageLimit) {
        super(flow, kind, client, intervalMs);
        this.messageLimit = messageLimit;
    }

    @Override
    void start() throws IOException {
        waitingSinceNs = openedNs();
        waiting = true;
        connection = client.connect(this);
    }

    @Override
    void act(final long nowNs) {
        if (waiting) {
            if (nowNs - waitingSinceNs > client.stallLimitNs()) {
                fail("no progress: " + waitedFor() + " for " + (nowNs - waitingSinceNs) / 1_000_000 + " ms");
            }
        } else if (nextNumber == messageLimit || client.isStopping()) {
            waitFrom(nowNs);
            finishing = true;
            connection.finish();
        } else if (connection.trySend(message.encodeRequest(flow, nextNumber, nowNs))) {
            waitFrom(nowNs);
        }
    }

    @Override
    void release() {
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void onConnected() {
        waiting = false;
        established(client.nowNs());
    }

    @Override
    public void onReceived(final ByteBuffer bytes) {
        for (ByteBuffer next = reader.next(bytes); next != null && isActive(); next = reader.next(bytes)) {
            onAnswer(next);
        }
    }

    @Override
    public void onPeerFinished() {
        if (finishing) {
            finish(client.nowNs());
        } else {
            fail("closed by the server after " + nextNumber + " messages");
        }
    }

    @Override
    public void onFailed(final String reason) {
        connection = null;
        fail(reason);
    }

    private void onAnswer(final ByteBuffer bytes) {
        final String wrong = message.decode(bytes, Message.ANSWER);
        if (wrong != null) {
            fail(wrong);
        } else if (message.flow() != flow) {
            fail("wrong content: the answer belongs to flow " + message.flow());
        } else if (!waiting || finishing || message.number() != nextNumber) {
            fail("wrong content: message " + message.number() + " where " + nextNumber + " was next");
        } else {
            final long nowNs = client.nowNs();
            waiting = false;
            nextNumber++;
            answered(nowNs, nowNs - message.sentNs());
        }
    }

    private void waitFrom(final long nowNs) {
        waitingSinceNs = nowNs;
        waiting = true;
    }

    private String waitedFor() {
        if (!isEstablished()) {
            return "no connection";
        }
        return finishing ? "close not answered" : "message " + nextNumber + " not answered";
    }
}
