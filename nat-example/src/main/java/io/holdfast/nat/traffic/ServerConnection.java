package io.holdfast.nat.traffic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/** The server's side of one TCP flow: verifies that each message is the next one, and answers it. */
final class ServerConnection implements ConnectionListener {
    private final MessageReader reader = new MessageReader();
    private final Message message = new Message();
    private final Connection connection;
    private final LongSupplier clock;
    private final String source;
    private long flow = -1;
    private long nextNumber;
    private String failure;
    private boolean ended;

    ServerConnection(final Connection connection, final LongSupplier clock) {
        this.connection = connection;
        this.clock = clock;
        this.source = nameOf(connection.remoteAddress());
    }

    /** The way in which addresses are written in reports: {@code 198.51.100.1:4711}. */
    static String nameOf(final InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void onConnected() {
        throw new IllegalStateException("an accepted connection is already connected");
    }

    @Override
    public void onReceived(final ByteBuffer bytes) {
        for (ByteBuffer next = reader.next(bytes); next != null && !ended; next = reader.next(bytes)) {
            onRequest(next);
        }
    }

    @Override
    public void onPeerFinished() {
        if (reader.isInsideMessage()) {
            fail("wrong content: the stream ends inside a message");
        } else {
            ended = true;
            connection.finish();
        }
    }

    @Override
    public void onFailed(final String reason) {
        ended = true;
        failure = reason;
    }

    ServerFlowRecord record() {
        return new ServerFlowRecord(flow, List.of(source), nextNumber, failure);
    }

    private void onRequest(final ByteBuffer bytes) {
        final String wrong = message.decode(bytes, Message.REQUEST);
        if (wrong != null) {
            fail(wrong);
            return;
        }
        if (nextNumber == 0) {
            flow = message.flow();
        }
        if (message.flow() != flow || message.number() != nextNumber) {
            fail("wrong content: message " + message.number() + " of flow " + message.flow() + " where " + nextNumber
                    + " of flow " + flow + " was next");
            return;
        }
        nextNumber++;
        if (!connection.trySend(message.encodeAnswer(flow, message.number(), message.sentNs(), clock.getAsLong()))) {
            fail("the answer did not fit into the send buffer");
        }
    }

    private void fail(final String reason) {
        ended = true;
        failure = reason;
        connection.abort();
    }
}
