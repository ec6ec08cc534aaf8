package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection between the nodes: when a node's process ends, however it ends, its kernel closes the connection,
 * and the peer knows at once. The end of the process comes before the end of the connection: when it is seen closed,
 * no thread of the peer runs any more.
 *
 * <p>Every node listens; the replica connects to the master and sends its incarnation, so that the master knows whose
 * line it is. Strangers are closed and counted. Three things are said on it, one byte each. The master says
 * {@link #PROTECTED} before it forwards the first packet under this replica's protection, and {@link #DISMISSED} before
 * it goes on without it; the replica says {@link #TOOK_OVER}. TCP delivers them before the end: a replica that sees the
 * end knows whether it may take over, and a master that was only hung knows that it is none any more, and does not
 * mistake the end of the line for the end of its replica.
 *
 * <p>Used by the node's thread; looks at the sockets at most every {@link #CHECK_INTERVAL_NS}.
 */
final class Lifeline implements AutoCloseable {
    /** Between two looks at the sockets. */
    static final long CHECK_INTERVAL_NS = 200_000;

    /** The master forwards under this replica's protection. */
    static final byte PROTECTED = 'P';

    /** The master goes on without this replica, which must not take over. */
    static final byte DISMISSED = 'D';

    /** The replica has become master. */
    static final byte TOOK_OVER = 'T';

    /** Nothing was said yet. */
    static final byte NOTHING = 0;

    private static final long NOBODY = 0;
    private static final long MAGIC = 0x686F6C6466617374L;
    private static final int HELLO_BYTES = 16;

    private final ServerSocketChannel server;
    private final LowDescriptors lowDescriptors = new LowDescriptors();
    private final ByteBuffer hello = ByteBuffer.allocate(HELLO_BYTES);
    private final ByteBuffer scratch = ByteBuffer.allocate(64);
    private SocketChannel candidate;
    private SocketChannel line;
    private long expectedIncarnation;
    private long ownIncarnation;
    private long nextCheckNs;
    private boolean broken;
    private boolean helloSent;
    private byte lastSaid;
    private long strangerCount;

    /**
     * Listens.
     *
     * @throws IOException if the address is not this machine's or the port is taken
     */
    Lifeline(final MemberAddress self) throws IOException {
        server = ServerSocketChannel.open();
        try {
            server.configureBlocking(false);
            server.bind(new InetSocketAddress(self.host(), self.port()), 4);
        } catch (final IOException e) {
            server.close();
            throw e;
        }
        lowDescriptors.occupy();
    }

    /** Master: waits for the replica with this incarnation to connect. */
    void expect(final long replicaIncarnation) {
        drop();
        expectedIncarnation = replicaIncarnation;
    }

    /** Replica: connects to the master; the line is broken at once if nobody listens there any more. */
    void connect(final MemberAddress master, final long incarnation) {
        drop();
        ownIncarnation = incarnation;
        helloSent = false;
        try {
            line = SocketChannel.open();
            lowDescriptors.close();
            line.configureBlocking(false);
            line.connect(new InetSocketAddress(master.host(), master.port()));
        } catch (final IOException e) {
            broken = true;
        }
    }

    /** Forgets the peer; who connects now is a stranger. */
    void drop() {
        expectedIncarnation = NOBODY;
        closeQuietly(line);
        closeQuietly(candidate);
        line = null;
        candidate = null;
        broken = false;
        lastSaid = NOTHING;
        lowDescriptors.occupy();
    }

    /** Says one of the words above; a byte always finds room in the socket's buffer. */
    void say(final byte word) {
        if (line == null || broken) {
            return;
        }
        try {
            scratch.clear().put(word).flip();
            line.write(scratch);
        } catch (final IOException e) {
            broken = true;
        }
    }

    /** What the peer said last on this line. */
    byte lastSaid() {
        return lastSaid;
    }

    /** Whether the connection stands. */
    boolean isConnected() {
        return line != null && line.isConnected() && !broken;
    }

    /** Whether the connection stood and has ended, or could not be made. */
    boolean isBroken() {
        return broken;
    }

    /** Connections from somebody else than the expected replica. */
    long strangerCount() {
        return strangerCount;
    }

    /** Looks at the sockets, if it is time. */
    void doWork(final long nowNs) {
        if (nowNs < nextCheckNs) {
            return;
        }
        nextCheckNs = nowNs + CHECK_INTERVAL_NS;
        accept();
        if (line != null && !broken) {
            checkLine();
        }
    }

    private void accept() {
        try {
            final SocketChannel accepted = server.accept();
            if (accepted != null) {
                closeQuietly(candidate);
                candidate = accepted;
                candidate.configureBlocking(false);
                hello.clear();
            }
            if (candidate != null) {
                readHello();
            }
        } catch (final IOException e) {
            strangerCount++;
            closeQuietly(candidate);
            candidate = null;
        }
    }

    private void readHello() throws IOException {
        final int read = candidate.read(hello);
        if (hello.hasRemaining() && read >= 0) {
            return;
        }
        hello.flip();
        if (hello.remaining() == HELLO_BYTES
                && hello.getLong() == MAGIC
                && hello.getLong() == expectedIncarnation
                && expectedIncarnation != NOBODY
                && line == null) {
            line = candidate;
            lowDescriptors.close();
            helloSent = true;
        } else {
            strangerCount++;
            candidate.close();
        }
        candidate = null;
    }

    private void checkLine() {
        try {
            if (!line.finishConnect()) {
                return;
            }
            if (!helloSent) {
                scratch.clear();
                scratch.putLong(MAGIC).putLong(ownIncarnation).flip();
                line.write(scratch);
                helloSent = true;
            }
            scratch.clear();
            final int read = line.read(scratch);
            broken = read < 0;
            if (read > 0) {
                lastSaid = scratch.get(read - 1);
            }
        } catch (final IOException e) {
            broken = true;
        }
    }

    private static void closeQuietly(final SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException e) {
                // The connection is gone either way.
            }
        }
    }

    @Override
    public void close() {
        drop();
        lowDescriptors.close();
        try {
            server.close();
        } catch (final IOException e) {
            // Nobody can be told; the process ends.
        }
    }
}
