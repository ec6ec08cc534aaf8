package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.DatagramSeal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody without the key on the segment of a group: hears all that its members say to each other, and says things in
 * their name.
 */
final class Stranger implements AutoCloseable {
    /** What is said. */
    enum Lie {
        /** Random bytes. */
        GARBAGE,
        /** What the port has heard before, to the bit. */
        RECORDED,
        /** What another port has heard. */
        MOVED,
        /** What the port has heard with a bit changed, and a number that is still to come. */
        CHANGED,
        /** A question who is there. */
        GREETING,
        /** A member's introduction of its key for attestations, as if by a process that was started later. */
        LATER_PROCESS
    }

    private static final int KEPT_PER_WAY = 64;
    private static final int GARBAGE_BYTES = 200;
    private static final int MOST_BYTES = 2048;
    private static final long SLICE_NS = 100_000;

    // The trailer: see docs/SECURITY.md.
    private static final int KIND_OFFSET = 3;
    private static final byte GREET = 1;
    private static final int SEQUENCE_OFFSET = 16;
    private static final int TAG_OFFSET = 36;
    /** So far ahead that no member comes there. */
    private static final long AHEAD = 1L << 40;

    private static final byte INTRODUCTION = 1;

    /** From one port to another. */
    private record Way(int from, int to) implements Comparable<Way> {
        @Override
        public int compareTo(final Way other) {
            return to != other.to ? Integer.compare(to, other.to) : Integer.compare(from, other.from);
        }
    }

    private final RawDatagrams mouth = new RawDatagrams(RawDatagrams.Use.SEND);
    private final Collection<Integer> ports;
    private final boolean isSealed;
    private final Random random;
    private final Map<Way, List<byte[]>> heard = new TreeMap<>();
    private final Thread ear;
    private volatile boolean hears = true;
    private long sentCount;

    /**
     * Begins to listen.
     *
     * @param ports of the group, all of them
     * @param isSealed whether the group has a key
     */
    Stranger(final Collection<Integer> ports, final boolean isSealed, final long seed) {
        this.ports = List.copyOf(ports);
        this.isSealed = isSealed;
        random = new Random(seed);
        final RawDatagrams socket = new RawDatagrams(RawDatagrams.Use.HEAR);
        ear = Thread.ofPlatform().daemon().name("stranger").start(() -> hear(socket));
    }

    private void hear(final RawDatagrams socket) {
        try (socket) {
            while (hears) {
                final byte[] packet = socket.receive();
                if (packet == null) {
                    LockSupport.parkNanos(SLICE_NS);
                } else {
                    note(ByteBuffer.wrap(packet));
                }
            }
        }
    }

    private void note(final ByteBuffer packet) {
        final Way way = new Way(
                packet.getShort(RawDatagrams.IP_BYTES) & 0xffff, packet.getShort(RawDatagrams.IP_BYTES + 2) & 0xffff);
        final int start = RawDatagrams.IP_BYTES + RawDatagrams.UDP_BYTES;
        if ((ports.contains(way.from) || ports.contains(way.to)) && packet.limit() - start <= MOST_BYTES) {
            final List<byte[]> kept = heard.computeIfAbsent(way, key -> new ArrayList<>());
            final byte[] payload = new byte[packet.limit() - start];
            packet.get(start, payload);
            // Of the first ones, half stay: they are greetings.
            if (kept.size() == KEPT_PER_WAY) {
                kept.remove(KEPT_PER_WAY / 2);
            }
            kept.add(payload);
        }
    }

    /** Has heard enough. */
    void stopHearing() throws InterruptedException {
        hears = false;
        ear.join(TimeUnit.SECONDS.toMillis(10));
        assertTrue(!ear.isAlive(), "the ear is closed");
    }

    /** Ports to which something was heard; those of the group, and those that it was given by the kernel. */
    List<Integer> heardPorts() {
        return heard.keySet().stream().map(Way::to).distinct().toList();
    }

    /** So many lies of a kind to each port in turns; afterwards, all that was heard is still known. */
    void tell(final Lie lie, final int countPerPort) {
        final Map<Integer, List<Way>> ways = waysByPort();
        for (int i = 0; i < countPerPort; i++) {
            for (final Map.Entry<Integer, List<Way>> each : ways.entrySet()) {
                final Way way = each.getValue().get(i % each.getValue().size());
                final byte[] payload = payload(lie, way);
                if (payload != null && mouth.send(way.from, each.getKey(), payload)) {
                    sentCount++;
                }
            }
        }
    }

    /** To a port that was not heard of, one says what others have heard. */
    private Map<Integer, List<Way>> waysByPort() {
        final Map<Integer, List<Way>> ways = new TreeMap<>();
        heard.keySet()
                .forEach(way ->
                        ways.computeIfAbsent(way.to, key -> new ArrayList<>()).add(way));
        final List<Way> any = List.copyOf(heard.keySet());
        ports.forEach(port -> ways.putIfAbsent(port, any));
        return ways;
    }

    private byte[] payload(final Lie lie, final Way way) {
        return switch (lie) {
            case GARBAGE -> bytes(random.nextInt(GARBAGE_BYTES));
            case RECORDED -> any(heard.get(way));
            case MOVED -> any(heard.get(any(List.copyOf(heard.keySet()))));
            case CHANGED -> changed(any(heard.get(way)));
            case GREETING -> greeting(any(heard.get(way)));
            case LATER_PROCESS -> laterProcess(way);
        };
    }

    private byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T any(final List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private byte[] changed(final byte[] right) {
        final byte[] wrong = numberedAnew(right);
        if (wrong.length > 0) {
            final int end = isTrailed(right) && right.length > DatagramSeal.OVERHEAD_BYTES
                    ? right.length - DatagramSeal.OVERHEAD_BYTES
                    : right.length;
            wrong[random.nextInt(end)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return wrong;
    }

    private boolean isTrailed(final byte[] datagram) {
        return isSealed && datagram.length >= DatagramSeal.OVERHEAD_BYTES;
    }

    /** With a number that did not come yet, so that this is not what it is ignored for. */
    private byte[] numberedAnew(final byte[] right) {
        final byte[] wrong = right.clone();
        if (isTrailed(right)) {
            final int sequence = right.length - DatagramSeal.OVERHEAD_BYTES + SEQUENCE_OFFSET;
            final ByteBuffer bytes = ByteBuffer.wrap(wrong);
            bytes.putLong(sequence, bytes.getLong(sequence) + AHEAD + sentCount);
        }
        return wrong;
    }

    private byte[] greeting(final byte[] right) {
        if (!isTrailed(right)) {
            return bytes(DatagramSeal.OVERHEAD_BYTES);
        }
        final byte[] wrong = new byte[DatagramSeal.OVERHEAD_BYTES];
        System.arraycopy(right, right.length - wrong.length, wrong, 0, wrong.length);
        ByteBuffer.wrap(wrong)
                .put(KIND_OFFSET, GREET)
                .putLong(SEQUENCE_OFFSET, random.nextLong())
                .putLong(TAG_OFFSET, random.nextLong());
        return wrong;
    }

    /** Null on a way on which nobody introduces himself. */
    private byte[] laterProcess(final Way way) {
        for (final byte[] right : heard.get(way)) {
            if (isIntroduction(right)) {
                final byte[] wrong = numberedAnew(right);
                final int incarnation = 2 + right[1];
                final ByteBuffer bytes = ByteBuffer.wrap(wrong);
                bytes.putLong(incarnation, bytes.getLong(incarnation) + 1);
                final int startedNs = incarnation + Long.BYTES;
                bytes.putLong(startedNs, bytes.getLong(startedNs) + TimeUnit.SECONDS.toNanos(1));
                return wrong;
            }
        }
        return null;
    }

    /** A kind, a name of letters, and some 100 bytes. */
    private static boolean isIntroduction(final byte[] payload) {
        if (payload.length < 100 || payload[0] != INTRODUCTION || payload[1] < 1 || payload[1] > 16) {
            return false;
        }
        for (int i = 2; i < 2 + payload[1]; i++) {
            if (!Character.isLetter(payload[i])) {
                return false;
            }
        }
        return true;
    }

    /** Calls on a TCP port without going on with it. */
    void call(final int port, final int count) throws IOException {
        final List<SocketChannel> calls = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                final SocketChannel call = SocketChannel.open();
                calls.add(call);
                call.configureBlocking(false);
                if (call.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                    call.write(ByteBuffer.wrap(bytes(GARBAGE_BYTES)));
                }
            }
        } finally {
            for (final SocketChannel call : calls) {
                call.close();
            }
        }
    }

    /** Datagrams that the kernel has taken. */
    long sentCount() {
        return sentCount;
    }

    @Override
    public void close() {
        hears = false;
        mouth.close();
    }
}
