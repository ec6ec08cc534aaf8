package io.holdfast.log.aeron;

import io.holdfast.log.secure.DatagramSeal;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.log.secure.PeerSession;
import io.holdfast.log.secure.SecureCounters;
import io.holdfast.log.secure.SocketGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What all sockets of a node's transport share to seal datagrams. */
final class DatagramSecurity {
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int WARM_UP_ROUNDS = 3000;
    private static final int WARM_UP_BYTES = 2048;

    private final GroupKeys keys;
    private final PeerSession session;
    private final SecureCounters counters = new SecureCounters();
    private final List<SocketGuard> guards = new CopyOnWriteArrayList<>();
    private final AtomicLong dropsOfClosed = new AtomicLong();
    /** Of the driver's thread, which is the one that turns the transport. */
    private boolean looksAtSockets = true;

    DatagramSecurity(final GroupKeys keys) {
        this.keys = keys;
        session = new PeerSession(newInstance());
    }

    /** A seal for one socket. */
    DatagramSeal newSeal() {
        return new DatagramSeal(keys, session, counters);
    }

    /** A guard for one socket. */
    SocketGuard newGuard(final DatagramChannel socket, final DatagramSeal seal) {
        final SocketGuard guard = new SocketGuard(socket, List.of(seal));
        guards.add(guard);
        return guard;
    }

    /** Whether the driver's turns that follow look for what has come. */
    void lookAtSockets(final boolean looks) {
        looksAtSockets = looks;
    }

    /** Whether a turn looks at the sockets; if not, they seem to be empty. */
    boolean looksAtSockets() {
        return looksAtSockets;
    }

    /** A socket is about to be closed. */
    void closes(final SocketGuard guard) {
        if (guard != null && guards.remove(guard)) {
            dropsOfClosed.addAndGet(guard.drops());
        }
    }

    /** Datagrams that the kernel has dropped at all sockets, see {@link SocketGuard#drops}. */
    long drops() {
        long sum = dropsOfClosed.get();
        for (final SocketGuard guard : guards) {
            sum += guard.drops();
        }
        return sum;
    }

    SecureCounters counters() {
        return counters;
    }

    private static long newInstance() {
        final SecureRandom random = new SecureRandom();
        long instance = 0;
        while (instance == 0) {
            instance = random.nextLong();
        }
        return instance;
    }

    /**
     * Seals until the compiler has made it fast: a long datagram takes a millisecond before, which a master that
     * forwards does not have.
     */
    void warmUp() {
        final SecureCounters uncounted = new SecureCounters();
        final PeerSession here = new PeerSession(1);
        final PeerSession there = new PeerSession(2);
        final DatagramSeal from = new DatagramSeal(keys, here, uncounted);
        final DatagramSeal to = new DatagramSeal(keys, there, uncounted);
        final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        from.self(address);
        to.self(address);
        final ByteBuffer datagram = ByteBuffer.allocateDirect(DatagramSeal.MAX_DATAGRAM_BYTES);
        final long startNs = System.nanoTime();
        introduce(from, to, datagram, address, startNs);
        introduce(to, from, datagram, address, startNs);
        final ByteBuffer payload = ByteBuffer.allocateDirect(WARM_UP_BYTES);
        for (int i = 0; i < WARM_UP_ROUNDS && System.nanoTime() - startNs < WARM_UP_NS; i++) {
            datagram.clear().put(from.seal(payload, address));
            if (!to.open(datagram)) {
                throw new IllegalStateException("a seal that was just made does not open");
            }
        }
    }

    private static void introduce(
            final DatagramSeal asking,
            final DatagramSeal asked,
            final ByteBuffer datagram,
            final InetSocketAddress address,
            final long nowNs) {
        datagram.clear().put(asking.greeting(address, nowNs));
        asked.open(datagram);
        datagram.clear().put(asked.answer(address, nowNs));
        asking.open(datagram);
    }
}
