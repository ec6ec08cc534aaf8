package io.holdfast.nat.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.recovery.NodeStatus;
import io.holdfast.recovery.NodeViews;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Answers commands that talk to this node, on a Unix domain socket: a line in, a line of JSON out.
 *
 * <p>Has a thread of its own, so that a node whose worker hangs still answers.
 */
final class ControlServer implements AutoCloseable {
    private static final int LONGEST_REQUEST = 256;
    /** So long an answer waits for a fenced node to know whether it is master. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SETTLE_POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ObjectMapper json = new ObjectMapper();
    private final Path path;
    private final Supplier<NodeStatus> status;
    private final NodeViews views;
    private final ServerSocketChannel server;
    private final Thread thread;

    /**
     * Listens at a path; what a killed node left there is replaced.
     *
     * @param views of the node, null if it decides by itself
     */
    ControlServer(final Path path, final Supplier<NodeStatus> status, final NodeViews views) {
        this.views = views;
        this.path = path;
        this.status = status;
        try {
            Files.deleteIfExists(path);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (final IOException e) {
            throw new CommandFailure("cannot listen on the control socket " + path + ": " + e, e);
        }
        thread = Thread.ofPlatform().daemon().name("control-server").start(this::serve);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                final SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (final IOException e) {
                return;
            }
        }
    }

    private void answer(final SocketChannel client) {
        try (client;
                Scanner lines = new Scanner(Channels.newInputStream(client), StandardCharsets.UTF_8)) {
            if (lines.hasNextLine()) {
                final String answer = answer(lines.nextLine().strip()) + "\n";
                final ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        } catch (final IOException e) {
            // The client is gone; it will not miss the answer.
        }
    }

    private String answer(final String request) throws JsonProcessingException {
        if (request.equals("status")) {
            return json.writeValueAsString(settledStatus());
        }
        if (ViewRequests.isOne(request)) {
            return json.writeValueAsString(ViewRequests.answer(request, views, settledStatus()));
        }
        final String shown =
                request.length() > LONGEST_REQUEST ? request.substring(0, LONGEST_REQUEST) + "..." : request;
        return json.writeValueAsString(java.util.Map.of("error", "unknown request: " + shown));
    }

    /** A lease may end for a moment on a busy machine; and a node that was stopped learns soon who is master now. */
    private NodeStatus settledStatus() {
        final long deadlineNs = System.nanoTime() + SETTLE_NS;
        NodeStatus picture = status.get();
        while (picture.isFenced() && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(SETTLE_POLL_NS);
            picture = status.get();
        }
        return picture;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        thread.interrupt();
    }
}
