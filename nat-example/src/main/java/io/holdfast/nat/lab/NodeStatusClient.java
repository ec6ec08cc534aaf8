package io.holdfast.nat.lab;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    /** File name of the control socket in a node's runtime directory. */
    public static final String SOCKET_NAME = "control.sock";

    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;

    /** @param runtimeDirectory the node's, in which the socket is */
    public NodeStatusClient(final Path runtimeDirectory) {
        this.socket = runtimeDirectory.resolve(SOCKET_NAME);
    }

    /**
     * Asks once.
     *
     * @param timeoutMs for the whole exchange, 1 or more
     * @throws IOException if the node cannot be reached, does not answer in time, or answers something else
     */
    public NodeStatus ask(final long timeoutMs) throws IOException {
        final long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap("status\n".getBytes(StandardCharsets.US_ASCII)));
            channel.register(selector, SelectionKey.OP_READ);
            return JSON.readValue(readToEnd(channel, selector, deadlineNs), NodeStatus.class);
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
