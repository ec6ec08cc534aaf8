package io.holdfast.nat.host;

import io.holdfast.nat.traffic.Connection;
import io.holdfast.nat.traffic.ConnectionListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * The connections of one host: finds a segment's connection, and answers segments of none with a reset.
 *
 * <p>Bounded: {@link #MAX_CONNECTIONS}; a SYN beyond it is dropped and counted.
 */
final class TcpStack {
    static final int MAX_CONNECTIONS = 1 << 16;

    private static final int FIRST_EPHEMERAL_PORT = 20_000;
    private static final int EPHEMERAL_PORTS = 40_000;
    private static final long TIMER_INTERVAL_NS = 10_000_000;

    private final BuiltInHost host;
    private final Random random;
    private final Map<Key, TcpConnection> connections = new HashMap<>();
    private final Map<Integer, Function<Connection, ConnectionListener>> acceptors = new HashMap<>();
    private int nextEphemeralPort;
    private long timersNs;
    private long dropped;

    /** What tells one connection of a host from another. */
    record Key(int localPort, int remoteIp, int remotePort) {}

    TcpStack(final BuiltInHost host, final Random random) {
        this.host = host;
        this.random = random;
        this.nextEphemeralPort = random.nextInt(EPHEMERAL_PORTS);
    }

    Connection connect(final InetSocketAddress remote, final ConnectionListener listener) throws IOException {
        final int remoteIp = Ipv4.addressOf(remote);
        for (int i = 0; i < EPHEMERAL_PORTS && connections.size() < MAX_CONNECTIONS; i++) {
            final int port = FIRST_EPHEMERAL_PORT + nextEphemeralPort++ % EPHEMERAL_PORTS;
            final Key key = new Key(port, remoteIp, remote.getPort());
            if (!connections.containsKey(key)) {
                final TcpConnection connection = TcpConnection.connecting(this, key, random.nextInt(), listener);
                connections.put(key, connection);
                return connection;
            }
        }
        throw new IOException("no free port is left");
    }

    void listen(final int port, final Function<Connection, ConnectionListener> acceptor) throws IOException {
        if (acceptors.putIfAbsent(port, acceptor) != null) {
            throw new IOException("port " + port + " is taken");
        }
    }

    ConnectionListener accept(final TcpConnection connection) {
        return acceptors.get(connection.key().localPort()).apply(connection);
    }

    void onSegment(final int sourceIp, final TcpSegment segment) {
        final Key key = new Key(segment.targetPort(), sourceIp, segment.sourcePort());
        final TcpConnection connection = connections.get(key);
        if (connection != null) {
            connection.onSegment(segment);
            if (connection.isClosed()) {
                connections.remove(key);
            }
        } else if (isOpening(segment) && acceptors.containsKey(segment.targetPort())) {
            if (connections.size() < MAX_CONNECTIONS) {
                connections.put(key, TcpConnection.answering(this, key, random.nextInt(), segment));
            } else {
                dropped++;
            }
        } else if (!segment.has(TcpSegment.RST)) {
            refuse(key, segment);
        }
    }

    /** Answers a segment that no connection wants with a reset (RFC 9293, 3.10.7.1). */
    void refuse(final Key key, final TcpSegment segment) {
        if (segment.has(TcpSegment.RST)) {
            return;
        }
        final boolean acknowledges = segment.has(TcpSegment.ACK);
        transmit(
                key,
                TcpSegment.control(
                        key.localPort,
                        key.remotePort,
                        acknowledges ? segment.acknowledgement() : 0,
                        acknowledges ? 0 : segment.sequence() + segment.sequenceLength(),
                        acknowledges ? TcpSegment.RST : TcpSegment.RST | TcpSegment.ACK));
    }

    void onTime(final long nowNs) {
        if (nowNs - timersNs < TIMER_INTERVAL_NS) {
            return;
        }
        timersNs = nowNs;
        final List<TcpConnection> all = new ArrayList<>(connections.values());
        for (final TcpConnection connection : all) {
            connection.onTime(nowNs);
            if (connection.isClosed()) {
                connections.remove(connection.key(), connection);
            }
        }
    }

    void transmit(final Key key, final TcpSegment segment) {
        host.sendIp(key.remoteIp, segment.toFrame(host.ip(), key.remoteIp));
    }

    InetSocketAddress localAddress(final Key key) {
        return Ipv4.socketAddress(host.ip(), key.localPort);
    }

    long nowNs() {
        return host.nowNs();
    }

    /** SYNs that found no room. */
    long dropped() {
        return dropped;
    }

    private static boolean isOpening(final TcpSegment segment) {
        return segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.ACK) && !segment.has(TcpSegment.RST);
    }
}
