package io.holdfast.nat.command;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.recovery.NodeStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Asks a node for its status over its control socket.
 *
 * <p>One connection per question: the line {@code status}, then one line of JSON until the node closes. Thread-safe.
 */
public final class NodeStatusClient {
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path socket;

    /** @param socket the node's control socket */
    public NodeStatusClient(final Path socket) {
        this.socket = socket;
    }

    /**
     * Asks once.
     *
     * @param timeoutMs for the whole exchange, 1 or more
     * @throws IOException if the node cannot be reached, does not answer in time, or answers something else
     */
    public NodeStatus ask(final long timeoutMs) throws IOException {
        return parse(askText(timeoutMs));
    }

    /** The same, as the node words it: one line of JSON. */
    public String askText(final long timeoutMs) throws IOException {
        return askText("status", timeoutMs);
    }

    /** Another question, as the node words its answer: one line of JSON. */
    public String askText(final String question, final long timeoutMs) throws IOException {
        final long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.register(selector, SelectionKey.OP_READ);
            return new String(readToEnd(channel, selector, deadlineNs), StandardCharsets.UTF_8);
        }
    }

    /** What the node has said; fields that this release does not know are ignored. */
    static NodeStatus parse(final String answer) throws IOException {
        try {
            return JSON.readValue(answer, NodeStatus.class);
        } catch (final JacksonException e) {
            throw new IOException("the node's answer is not a status: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] readToEnd(final SocketChannel channel, final Selector selector, final long deadlineNs)
            throws IOException {
        final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        final ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (true) {
            final long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new IOException("the node did not answer in time");
            }
            selector.select(leftMs);
            selector.selectedKeys().clear();
            final int length = channel.read(buffer.clear());
            if (length < 0) {
                return answer.toByteArray();
            }
            answer.write(buffer.array(), 0, length);
            if (answer.size() > MAX_ANSWER_BYTES) {
                throw new IOException("the node's answer is longer than " + MAX_ANSWER_BYTES + " bytes");
            }
        }
    }
}
