package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.packet.dpdk.SocketFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * A lifeline that is a TCP connection: when a node's process ends, however it ends, its kernel closes the connection,
 * and the peer knows at once. The end of the process comes before the end of the connection.
 *
 * <p>Every node listens; the replica connects to the master and sends its incarnation, so that the master knows whose
 * line it is. If the group has a key, both prove that they have it ({@link LifelineProof}), and every word has a tag
 * ({@link LifelineWords}). Strangers are closed and counted: who calls from another address than the peer's at once, who
 * does not prove himself in {@link #PROOF_TIMEOUT_NS} then, and the oldest of them when they are
 * {@link #MAX_CANDIDATES}; so nobody else can occupy the line. While it stands, nobody else is heard.
 *
 * <p>Used by the node's thread; looks at the sockets at most every {@link #CHECK_INTERVAL_NS}.
 */
final class TcpLifeline implements Lifeline {
    /** Between two looks at the sockets. */
    static final long CHECK_INTERVAL_NS = 200_000;

    /** Whoever calls can wait; a system call of a microsecond each time is too much. */
    private static final int CHECKS_PER_ACCEPT = 8;

    /** Where nobody is expected whoever calls is a stranger, and can wait longer. */
    private static final int CHECKS_PER_STRANGER = 128;

    /** How long a stranger may take to prove himself. */
    static final long PROOF_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    /** Connections that have not proved themselves yet. */
    static final int MAX_CANDIDATES = 32;

    /** No replica has this incarnation. */
    static final long NOBODY = 0;

    static final long MAGIC = 0x686F6C6466617374L;
    private static final int BACKLOG = 64;
    private static final int ACCEPTED_PER_LOOK = 16;

    private final MemberAddress self;
    private final GroupKeys keys;
    private final InetAddress peer;
    private final SecureRandom random = new SecureRandom();
    private final ServerSocketChannel server;
    private final LowDescriptors lowDescriptors = new LowDescriptors();
    private final ByteBuffer out = ByteBuffer.allocate(64);
    private final Deque<LifelineCandidate> candidates = new ArrayDeque<>();
    private SocketChannel line;
    private LifelineCall call;
    private LifelineWords words;
    private long expectedIncarnation;
    private int checksSinceAccept = CHECKS_PER_ACCEPT;
    private long nextCheckNs;
    private boolean broken;
    private boolean isDeaf;
    private long strangerCount;

    /**
     * Listens, for anybody.
     *
     * @throws IOException if the address is not this machine's or the port is taken
     */
    TcpLifeline(final MemberAddress self) throws IOException {
        this(self, null, GroupKeys.none());
    }

    /**
     * Listens, for a peer.
     *
     * @param peer whose address a connection must come from; null for any
     * @throws IOException if the address is not this machine's or the port is taken
     */
    TcpLifeline(final MemberAddress self, final MemberAddress peer, final GroupKeys keys) throws IOException {
        this.self = self;
        this.keys = keys;
        this.peer = peer == null ? null : InetAddress.getByName(peer.host());
        server = ServerSocketChannel.open();
        try {
            server.configureBlocking(false);
            server.bind(new InetSocketAddress(self.host(), self.port()), BACKLOG);
        } catch (final IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void expect(final long replicaIncarnation) {
        drop();
        lowDescriptors.occupy();
        expectedIncarnation = replicaIncarnation;
    }

    @Override
    public void connect(final MemberAddress master, final long incarnation) {
        drop();
        lowDescriptors.occupy();
        try {
            line = SocketChannel.open();
            lowDescriptors.close();
            line.configureBlocking(false);
            // The master knows this node by its address in the settings.
            line.bind(new InetSocketAddress(self.host(), 0));
            line.connect(new InetSocketAddress(master.host(), master.port()));
            call = new LifelineCall(line, keys, newNonce(), incarnation);
        } catch (final IOException e) {
            broken = true;
        }
    }

    /**
     * While the line stands nobody has to call: the kernel drops whoever does before it answers him, for that costs more
     * than all else that a stranger may send. A call in that time is heard when it is repeated.
     */
    private void deafen() {
        isDeaf = SocketFilter.attach(server, SocketFilter.NOTHING);
    }

    private void listen() {
        if (isDeaf) {
            SocketFilter.detach(server);
            isDeaf = false;
        }
    }

    @Override
    public void drop() {
        listen();
        expectedIncarnation = NOBODY;
        closeQuietly(line);
        candidates.forEach(LifelineCandidate::close);
        candidates.clear();
        line = null;
        call = null;
        words = null;
        broken = false;
        lowDescriptors.close();
    }

    @Override
    public void say(final byte word) {
        if (words == null || broken) {
            return;
        }
        try {
            words.put(word, out.clear());
            writeWhole(line, out.flip());
        } catch (final IOException e) {
            broken = true;
        }
    }

    @Override
    public byte lastSaid() {
        if (words == null) {
            return NOTHING;
        }
        return words.isGarbled() ? DISMISSED : words.last();
    }

    @Override
    public boolean isConnected() {
        return words != null && !broken;
    }

    @Override
    public boolean isBroken() {
        return broken;
    }

    @Override
    public long strangerCount() {
        return strangerCount;
    }

    @Override
    public void doWork(final long nowNs) {
        if (nowNs < nextCheckNs) {
            return;
        }
        nextCheckNs = nowNs + CHECK_INTERVAL_NS;
        if (++checksSinceAccept >= (isExpecting() ? CHECKS_PER_ACCEPT : CHECKS_PER_STRANGER)) {
            checksSinceAccept = 0;
            accept(nowNs);
        }
        judgeCandidates(nowNs);
        if (line != null && !broken) {
            checkLine();
        }
    }

    /** Whether a replica is to call that has not yet, or somebody who called is to prove that he is it. */
    private boolean isExpecting() {
        return line == null && expectedIncarnation != NOBODY || !candidates.isEmpty();
    }

    private void accept(final long nowNs) {
        try {
            for (int i = 0; i < ACCEPTED_PER_LOOK; i++) {
                final SocketChannel accepted = server.accept();
                if (accepted == null) {
                    return;
                }
                welcome(accepted, nowNs);
            }
        } catch (final IOException e) {
            strangerCount++;
        }
    }

    private void welcome(final SocketChannel accepted, final long nowNs) throws IOException {
        try {
            final InetAddress caller = ((InetSocketAddress) accepted.getRemoteAddress()).getAddress();
            if (peer != null && !peer.equals(caller)) {
                strangerCount++;
                accepted.close();
                return;
            }
            if (candidates.size() == MAX_CANDIDATES) {
                strangerCount++;
                candidates.removeFirst().close();
            }
            candidates.addLast(new LifelineCandidate(accepted, keys, newNonce(), nowNs + PROOF_TIMEOUT_NS));
        } catch (final IOException e) {
            closeQuietly(accepted);
            throw e;
        }
    }

    private byte[] newNonce() {
        if (keys.isNone()) {
            return null;
        }
        final byte[] nonce = new byte[LifelineProof.NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private void judgeCandidates(final long nowNs) {
        for (final Iterator<LifelineCandidate> all = candidates.iterator(); all.hasNext(); ) {
            final LifelineCandidate candidate = all.next();
            final LifelineCandidate.State state = judge(candidate, nowNs);
            if (state == LifelineCandidate.State.UNKNOWN) {
                continue;
            }
            all.remove();
            if (state == LifelineCandidate.State.EXPECTED && line == null) {
                line = candidate.channel();
                words = candidate.words();
                lowDescriptors.close();
                deafen();
            } else {
                strangerCount++;
                candidate.close();
            }
        }
    }

    private LifelineCandidate.State judge(final LifelineCandidate candidate, final long nowNs) {
        try {
            return candidate.judge(expectedIncarnation, nowNs);
        } catch (final IOException e) {
            return LifelineCandidate.State.STRANGER;
        }
    }

    private void checkLine() {
        try {
            if (words == null) {
                words = call.doWork();
                if (words != null) {
                    deafen();
                }
            } else {
                final int read = line.read(words.in());
                words.take();
                broken = read < 0 || words.isGarbled();
            }
        } catch (final IOException e) {
            broken = true;
        }
    }

    /** Writes what is short enough to find room in any socket's buffer. */
    static void writeWhole(final SocketChannel channel, final ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("no room for a few bytes");
        }
    }

    static void closeQuietly(final SocketChannel channel) {
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
