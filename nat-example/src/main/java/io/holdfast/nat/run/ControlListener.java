package io.holdfast.nat.run;

import io.holdfast.element.ControlService;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A control socket that listens, and its connections; polled by the run's thread, never blocks. */
final class ControlListener {
    /** Connections of one socket at most; further ones are closed at once. */
    static final int MAX_CONNECTIONS = 64;

    private static final int MAX_PORT = 65_535;

    private final String name;
    private final ControlService service;
    private final RunHandlers handlers;
    private final PrintStream err;
    private final ServerSocketChannel server;
    private final List<ControlConnection> connections = new ArrayList<>();

    private ControlListener(
            final String name,
            final ControlService service,
            final RunHandlers handlers,
            final PrintStream err,
            final ServerSocketChannel server) {
        this.name = name;
        this.service = service;
        this.handlers = handlers;
        this.err = err;
        this.server = server;
    }

    /** Opens what a configuration asks for, keeps what is the same as before, closes what is no longer asked for. */
    static void openAll(
            final Map<String, ControlService> wanted,
            final Map<String, ControlListener> open,
            final RunHandlers handlers,
            final PrintStream err) {
        final Iterator<ControlListener> present = open.values().iterator();
        while (present.hasNext()) {
            final ControlListener listener = present.next();
            final boolean isOfCommandLine = listener.name.startsWith("-");
            if (!isOfCommandLine && !listener.service.equals(wanted.get(listener.name))) {
                listener.close();
                present.remove();
            }
        }
        wanted.forEach((name, service) -> {
            if (!open.containsKey(name)) {
                open(name, service, open, handlers, err);
            }
        });
    }

    static void open(
            final String name,
            final ControlService service,
            final Map<String, ControlListener> open,
            final RunHandlers handlers,
            final PrintStream err) {
        final ServerSocketChannel server = bindWithRetries(name, service, err);
        open.put(name, new ControlListener(name, service, handlers, err, server));
    }

    private static ServerSocketChannel bindWithRetries(
            final String name, final ControlService service, final PrintStream err) {
        for (int tries = 0; ; tries++) {
            try {
                return bind(service);
            } catch (final IOException e) {
                final String fault = name + ": cannot open control socket " + service.address() + ": " + e.getMessage();
                if (tries >= service.retries()) {
                    throw new io.holdfast.nat.HoldfastCommand.CommandFailure(fault, e);
                }
                err.println("warning: " + fault);
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L);
            }
        }
    }

    private static ServerSocketChannel bind(final ControlService service) throws IOException {
        if (!service.isTcp()) {
            final Path path = Path.of(service.address());
            Files.deleteIfExists(path);
            return bind(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path));
        }
        final boolean takesNext = service.address().endsWith("+");
        int port = Integer.parseInt(service.address().replace("+", ""));
        if (port > MAX_PORT) {
            throw new IOException("port must be at most " + MAX_PORT + ": " + port);
        }
        while (true) {
            final InetSocketAddress address = service.isLocal()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                    : new InetSocketAddress(port);
            try {
                return bind(ServerSocketChannel.open(), address);
            } catch (final IOException e) {
                if (!takesNext || port++ == MAX_PORT) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocketChannel bind(final ServerSocketChannel channel, final SocketAddress address)
            throws IOException {
        try {
            channel.bind(address);
            channel.configureBlocking(false);
            return channel;
        } catch (final IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Port that it listens on, for a TCP socket. */
    int port() {
        return server.socket().getLocalPort();
    }

    /** Takes connections and serves them; answers how much there was to do. */
    int poll() {
        int work = accept();
        for (int i = connections.size() - 1; i >= 0; i--) {
            work += connections.get(i).poll();
            if (!connections.get(i).isOpen()) {
                connections.remove(i);
                report("closed connection");
            }
        }
        return work;
    }

    private int accept() {
        try {
            final SocketChannel client = server.accept();
            if (client == null) {
                return 0;
            }
            if (connections.size() == MAX_CONNECTIONS) {
                client.close();
                report("too many connections, limit " + MAX_CONNECTIONS);
                return 1;
            }
            client.configureBlocking(false);
            connections.add(new ControlConnection(client, new ControlProtocol(handlers, service.isReadOnly())));
            report("opened connection");
            return 1;
        } catch (final IOException e) {
            report("cannot accept: " + e.getMessage());
            return 0;
        }
    }

    private void report(final String message) {
        if (service.isVerbose()) {
            err.println(name + ": " + message);
        }
    }

    void close() {
        connections.forEach(ControlConnection::close);
        try {
            server.close();
            if (!service.isTcp()) {
                Files.deleteIfExists(Path.of(service.address()));
            }
        } catch (final IOException e) {
            err.println(name + ": " + e.getMessage());
        }
    }
}
