package io.holdfast.nat.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The text protocol of control sockets, over TCP and over a Unix domain socket; hot swap by it. */
@Timeout(60)
class ControlSocketTest {
    private static final String GRAPH =
            "i :: InfiniteSource(DATA abcd, LIMIT 5) -> c :: Counter -> q :: Queue(100) -> u :: Unqueue(ACTIVE false) -> d :: Discard";

    @TempDir
    private Path directory;

    @Test
    void shouldReadAndWriteHandlers() throws Exception {
        final Path socket = directory.resolve("s");
        try (Client client = run(socket, "-u", socket.toString(), "-e", GRAPH)) {
            assertEquals("200 Read handler 'c.count' OK", client.ask("READ c.count"));
            assertEquals("5", client.data());
            assertEquals("200 Read handler '2.name' OK", client.ask("read 2.name"));
            assertEquals("c", client.data());
            assertEquals("200 Write handler 'c.reset' OK", client.ask("WRITE c.reset"));
            assertEquals("200 Read handler 'c.count' OK", client.ask("READ c.count"));
            assertEquals("0", client.data());
            assertEquals("200 Write handler 'u.active' OK", client.ask("WRITEDATA u.active 4\r\ntrue"));
            assertEquals("200 Write handler 'u.active' OK", client.ask("WRITEUNTIL u.active END\nfalse\nEND"));
            assertEquals("200 Read handler 'u.active' OK", client.ask("READUNTIL u.active\n"));
            assertEquals("false", client.data());
            assertEquals("200 Read handler 'version' OK", client.ask("READ version"));
            assertEquals("2.1\n", client.data());
            assertEquals("200 Read handler 'c.count' OK", client.ask("CHECKREAD c.count"));
        }
    }

    @Test
    void shouldAnswerWhatIsWrong() throws Exception {
        final Path socket = directory.resolve("s");
        try (Client client = run(socket, "-u", socket.toString(), "-e", GRAPH)) {
            assertEquals("510 No element named 'x'", client.ask("READ x.count"));
            assertEquals("511 No handler named 'c.x'", client.ask("READ c.x"));
            assertEquals("530 Handler 'c.count' read-only", client.ask("WRITE c.count 1"));
            assertEquals("530 Handler 'c.reset' write-only", client.ask("READ c.reset"));
            assertEquals("501 Unimplemented command 'DANCE'.", client.ask("DANCE"));
            assertEquals("500 Wrong number of arguments.", client.ask("READ"));
            assertEquals("500 Syntax error in 'writedata'.", client.ask("WRITEDATA c.reset x"));
            assertEquals("520-Write handler 'u.active' error:", client.ask("WRITE u.active 7"));
            assertEquals("520 parse error", client.line());
            assertEquals("511 No handler named 'hotconfig'", client.ask("WRITE hotconfig Idle"));
        }
    }

    @Test
    void shouldRefuseWritesToAReadOnlySocketOfTheConfiguration() throws Exception {
        final int port = LoopbackPorts.find();
        final String text = GRAPH + "; ControlSocket(TCP, " + port + ", READONLY true, LOCALHOST true)";
        final Path socket = directory.resolve("s");
        try (Client owner = run(socket, "-u", socket.toString(), "-e", text);
                Client client = Client.tcp(port)) {
            assertEquals("530 Permission denied for 'c.reset'", client.ask("WRITE c.reset"));
            assertEquals("200 Read handler 'c.class' OK", client.ask("READ c.class"));
            assertEquals("Counter", client.data());
            assertEquals("200 Goodbye!", client.ask("QUIT"));
            assertEquals(null, client.line());
        }
    }

    @Test
    void shouldTakeTheNextFreePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1)) {
            final Path socket = directory.resolve("s");
            final String port = Integer.toString(taken.getLocalPort());
            final CommandRunner refused = CommandRunner.run("run", "-p", port, "-e", "Idle");
            assertEquals(1, refused.status());
            assertTrue(refused.err().contains("cannot open control socket " + port), refused.err());
            try (Client client = run(socket, "-p", port + "+", "-u", socket.toString(), "-e", GRAPH)) {
                assertEquals("200 Read handler 'c.count' OK", client.ask("CHECKREAD c.count"));
            }
        }
    }

    @Test
    void shouldReplaceTheConfigurationAndKeepItsState() throws Exception {
        final Path socket = directory.resolve("s");
        try (Client client = run(socket, "-R", "-u", socket.toString(), "-e", GRAPH)) {
            client.ask("WRITE s.nothing");
            assertEquals("520-Write handler 'hotconfig' error:", client.ask("WRITE hotconfig a -> b"));
            assertEquals("520-hotconfig:1: undeclared element 'a'", client.line());
            assertEquals("520 hotconfig:1: undeclared element 'b'", client.line());
            assertEquals("200 Read handler 'q.length' OK", client.ask("READ q.length"));
            assertEquals("5", client.data());
            final String changed = GRAPH.replace("Queue(100)", "Queue(3)").replace("ACTIVE false", "");
            assertEquals("200 Write handler 'hotconfig' OK", client.ask("WRITE hotconfig " + changed));
            awaitValue(client, "d.count", "3");
            assertEquals("200 Read handler 'i.count' OK", client.ask("READ i.count"));
            assertEquals("5", client.data());
        }
    }

    private static void awaitValue(final Client client, final String handler, final String expected)
            throws IOException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        String value = "";
        while (!value.equals(expected) && System.nanoTime() < deadlineNs) {
            client.ask("READ " + handler);
            value = client.data();
        }
        assertEquals(expected, value);
    }

    /** Starts a run in the background, and connects to its socket. */
    private static Client run(final Path socket, final String... options) throws Exception {
        final String[] arguments = new String[options.length + 3];
        arguments[0] = "run";
        arguments[1] = "--seconds";
        arguments[2] = "45";
        System.arraycopy(options, 0, arguments, 3, options.length);
        final CompletableFuture<CommandRunner> run = CompletableFuture.supplyAsync(() -> CommandRunner.run(arguments));
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(socket)) {
            if (run.isDone() || System.nanoTime() > deadlineNs) {
                throw new AssertionError("the run does not listen: " + (run.isDone() ? run.get() : "in 20 s"));
            }
            Thread.onSpinWait();
        }
        return Client.unix(socket, run);
    }

    private static final class Client implements AutoCloseable {
        private final AutoCloseable connection;
        private final OutputStream out;
        private final BufferedReader in;
        private final CompletableFuture<CommandRunner> run;

        private Client(
                final AutoCloseable connection,
                final InputStream input,
                final OutputStream out,
                final CompletableFuture<CommandRunner> run)
                throws IOException {
            this.connection = connection;
            this.out = out;
            this.run = run;
            in = new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1));
            assertEquals("Click::ControlSocket/1.3", line());
        }

        static Client unix(final Path path, final CompletableFuture<CommandRunner> run) throws IOException {
            final SocketChannel channel = connect(path);
            return new Client(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel), run);
        }

        /** The socket's file is there a moment before it listens. */
        private static SocketChannel connect(final Path path) throws IOException {
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (true) {
                final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    channel.connect(UnixDomainSocketAddress.of(path));
                    return channel;
                } catch (final IOException e) {
                    channel.close();
                    if (System.nanoTime() > deadlineNs) {
                        throw e;
                    }
                }
            }
        }

        static Client tcp(final int port) throws IOException {
            final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            return new Client(socket, socket.getInputStream(), socket.getOutputStream(), null);
        }

        String ask(final String command) throws IOException {
            out.write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            // The line end that follows data is an empty command, which has no answer.
            return line();
        }

        String line() throws IOException {
            return in.readLine();
        }

        String data() throws IOException {
            final String header = line();
            assertTrue(header.startsWith("DATA "), header);
            final char[] data = new char[Integer.parseInt(header.substring(5))];
            for (int done = 0; done < data.length; ) {
                done += in.read(data, done, data.length - done);
            }
            return new String(data);
        }

        /** Ends the run, if it is this client that began it, by its stop handler. */
        @Override
        public void close() throws Exception {
            try (connection) {
                if (run != null) {
                    out.write("\r\nWRITE stop\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    assertEquals(0, run.get(20, TimeUnit.SECONDS).status());
                }
            }
        }
    }
}
