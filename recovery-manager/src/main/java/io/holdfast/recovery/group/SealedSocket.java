package io.holdfast.recovery.group;

import io.holdfast.log.secure.DatagramSeal;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.log.secure.PeerSession;
import io.holdfast.log.secure.SecureCounters;
import io.holdfast.log.secure.SocketGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A UDP socket that talks with some known others, each by a seal of its own (docs/SECURITY.md); with a group without a
 * key, plainly. What comes from elsewhere is ignored and counted. Used by one thread.
 */
public final class SealedSocket implements AutoCloseable {
    /** Longest message. */
    public static final int MOST_BYTES = 60_000;

    private static final long GREET_NS = 5_000_000;
    /** So many are looked at in a turn, right or wrong: whoever turns has other things to do, too. */
    static final int TAKEN_PER_POLL = 256;
    /** Wrong datagrams between two waits that are a flood; what comes in the rest fits into the socket's buffer. */
    private static final int FLOOD_COUNT = 2;

    private static final long FLOOD_REST_NS = 1_000_000;

    /** Takes what another one has sent. */
    @FunctionalInterface
    public interface Handler {
        void onMessage(int from, DirectBuffer buffer, int offset, int lengthBytes);
    }

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress self;
    private final List<InetSocketAddress> others;
    private final Map<InetSocketAddress, Integer> numbers = new HashMap<>();
    private final List<DatagramSeal> seals = new ArrayList<>();
    private final SecureCounters counters = new SecureCounters();
    private final ByteBuffer in = ByteBuffer.allocate(DatagramSeal.MAX_DATAGRAM_BYTES);
    private final ByteBuffer out = ByteBuffer.allocate(MOST_BYTES);
    private final UnsafeBuffer inView = new UnsafeBuffer(in.array());
    private final SocketGuard guard;
    private int ignoredSinceWait;
    private long nextGreetingNs = Long.MIN_VALUE;
    private long strangerCount;
    private long unsentCount;

    /**
     * Opens the socket.
     *
     * @param others by whose place in the list they are called
     * @throws UncheckedIOException if the address is not this machine's or the port is taken
     */
    public SealedSocket(final InetSocketAddress self, final List<InetSocketAddress> others, final GroupKeys keys) {
        this.self = self;
        this.others = List.copyOf(others);
        final SecureRandom random = new SecureRandom();
        for (int i = 0; i < others.size(); i++) {
            numbers.put(others.get(i), i);
            if (!keys.isNone()) {
                final DatagramSeal seal =
                        new DatagramSeal(keys, new PeerSession(random.nextLong(1, Long.MAX_VALUE)), counters);
                seal.self(self);
                seals.add(seal);
            }
        }
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
            channel.bind(self);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            guard = seals.isEmpty() ? null : new SocketGuard(channel, seals);
        } catch (final IOException e) {
            throw new UncheckedIOException(
                    "cannot open UDP port " + self + ": " + e.getMessage()
                            + " (is another one running here? is the address this machine's?)",
                    e);
        }
    }

    /** Sends, or loses, a message. */
    public void send(final int to, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        out.clear();
        buffer.getBytes(offset, out, lengthBytes);
        out.flip();
        final ByteBuffer datagram = seals.isEmpty() ? out : seals.get(to).seal(out, others.get(to));
        if (datagram != null) {
            transmit(to, datagram);
        }
    }

    private void transmit(final int to, final ByteBuffer datagram) {
        try {
            if (channel.send(datagram, others.get(to)) == 0) {
                unsentCount++;
            }
        } catch (final IOException e) {
            // No way to there at present: the same as lost.
            unsentCount++;
        }
    }

    /** Takes what has come; returns how much. */
    public int poll(final long nowNs, final Handler handler) {
        if (nextGreetingNs == Long.MIN_VALUE || nextGreetingNs - nowNs <= 0) {
            nextGreetingNs = nowNs + GREET_NS;
            greet(nowNs);
        }
        if (guard != null) {
            guard.refresh();
        }
        int taken = 0;
        try {
            while (taken < TAKEN_PER_POLL) {
                final InetSocketAddress source = (InetSocketAddress) channel.receive(in.clear());
                if (source == null) {
                    return taken;
                }
                taken++;
                take(source, nowNs, handler);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return taken;
    }

    private void greet(final long nowNs) {
        for (int i = 0; i < seals.size(); i++) {
            final ByteBuffer greeting =
                    others.get(i).equals(self) ? null : seals.get(i).greeting(others.get(i), nowNs);
            if (greeting != null) {
                transmit(i, greeting);
            }
        }
    }

    private void take(final InetSocketAddress source, final long nowNs, final Handler handler) {
        final Integer from = numbers.get(source);
        if (from == null) {
            strangerCount++;
            ignore(nowNs);
            return;
        }
        if (!seals.isEmpty() && !seals.get(from).open(in)) {
            ignore(nowNs);
            final ByteBuffer answer = seals.get(from).answer(source, nowNs);
            if (answer != null) {
                transmit(from, answer);
            }
            return;
        }
        handler.onMessage(from, inView, 0, in.position());
    }

    private void ignore(final long nowNs) {
        ignoredSinceWait++;
        if (guard != null) {
            guard.onIgnored(nowNs);
        }
    }

    /**
     * Sleeps until something has come, or the time is over. After many wrong datagrams it sleeps for {@link #FLOOD_REST_NS}
     * whatever comes: to be woken for each of a flood would cost more than to look at it.
     */
    public void await(final long timeoutMs) {
        if (ignoredSinceWait >= FLOOD_COUNT) {
            LockSupport.parkNanos(FLOOD_REST_NS);
        }
        ignoredSinceWait = 0;
        try {
            selector.select(timeoutMs);
            selector.selectedKeys().clear();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a wait, but not a rest. Any thread. */
    public void wakeUp() {
        selector.wakeup();
    }

    /** Datagrams that were ignored: unsealed, with a wrong tag, repeated, or from elsewhere. */
    public long ignoredCount() {
        return strangerCount + counters.ignored();
    }

    /** Datagrams that the kernel has dropped, see {@link SocketGuard#drops}. Any thread. */
    public long kernelDropCount() {
        return guard == null ? 0 : guard.drops();
    }

    /** Datagrams that the kernel did not take. */
    public long unsentCount() {
        return unsentCount;
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
