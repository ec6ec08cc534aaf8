package io.holdfast.log.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two transports with keys, over real sockets. */
class SealedTransportTest {
    private static final long DEADLINE_NS = 20_000_000_000L;
    private static final GroupKey KEY = GroupKey.random(new SecureRandom());
    private static final GroupKey NEXT_KEY = GroupKey.random(new SecureRandom());

    @TempDir
    private Path directory;

    private MemberAddress a;
    private MemberAddress b;
    private final List<AeronTransport> open = new ArrayList<>();
    private final List<String> received = new ArrayList<>();

    @BeforeEach
    void addresses() throws IOException {
        a = new MemberAddress("a", "127.0.0.1", LoopbackPorts.find());
        b = new MemberAddress("b", "127.0.0.1", LoopbackPorts.find());
    }

    @AfterEach
    void close() {
        open.forEach(AeronTransport::close);
    }

    @Test
    void shouldCarryControlAndLogWithTheSameKey() {
        final AeronTransport nodeA = transport(a, b, keys(KEY));
        final AeronTransport nodeB = transport(b, a, keys(KEY));
        shouldTalk(nodeA, nodeB);
        try (MessageWriter log = nodeA.openLogWriter(0)) {
            await(log::isConnected);
            shouldCarryRecords(log, nodeB, 2000, () -> {});
        }
        final Map<String, Long> counters = counters(nodeB);
        assertTrue(counters.get("datagrams.opened") > 20, counters::toString);
        assertEquals(0, counters.get("datagrams.wrongTag"), counters::toString);
    }

    @Test
    void shouldSendWithoutLookingForWhatHasCome() {
        final AeronTransport nodeA = transport(a, b, keys(KEY));
        final AeronTransport nodeB = transport(b, a, keys(KEY));
        shouldTalk(nodeA, nodeB);
        send(nodeB.controlWriter(), "waits at a");
        nodeB.send();
        send(nodeA.controlWriter(), "sent by a");
        final long before = counters(nodeA).get("datagrams.opened");
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!received.contains("sent by a")) {
            nodeA.send();
            nodeB.doWork();
            nodeB.controlReader().poll(this::onMessage, 10);
            assertTrue(System.nanoTime() < deadlineNs, "never sent");
        }
        assertEquals(before, counters(nodeA).get("datagrams.opened"), "looked for what has come");
        await(() -> {
            nodeA.controlReader().poll(this::onMessage, 10);
            return received.contains("waits at a");
        });
    }

    @Test
    void shouldKeepOutAWrongKey() {
        final AeronTransport nodeA = transport(a, b, keys(KEY));
        final AeronTransport nodeB = transport(b, a, keys(NEXT_KEY));
        shouldNotTalk(nodeA, nodeB);
        assertTrue(counters(nodeA).get("datagrams.unknownKey") > 0);
        assertTrue(counters(nodeB).get("datagrams.unknownKey") > 0);
    }

    @Test
    void shouldKeepOutANodeWithoutKey() {
        final AeronTransport nodeA = transport(a, b, keys(KEY));
        final AeronTransport nodeB = transport(b, a, GroupKeys.none());
        shouldNotTalk(nodeA, nodeB);
        assertTrue(counters(nodeA).get("datagrams.unsealed") > 0);
        assertTrue(nodeB.invalidCount() > 0);
    }

    @Test
    void shouldMeetARestartedPeer() {
        final AeronTransport nodeA = transport(a, b, keys(KEY));
        final AeronTransport first = transport(b, a, keys(KEY));
        shouldTalk(nodeA, first);
        first.close();
        open.remove(first);
        final AeronTransport second = transport(b, a, keys(KEY));
        shouldTalk(nodeA, second);
    }

    @Test
    void shouldRotateTheKeyUnderLoad() {
        final GroupKeys keysOfA = keys(KEY);
        final GroupKeys keysOfB = keys(KEY);
        final AeronTransport nodeA = transport(a, b, keysOfA);
        final AeronTransport nodeB = transport(b, a, keysOfB);
        final List<Runnable> steps = new ArrayList<>();
        for (final GroupKeyRing ring : List.of(
                new GroupKeyRing(List.of(KEY, NEXT_KEY)),
                new GroupKeyRing(List.of(NEXT_KEY, KEY)),
                GroupKeyRing.of(NEXT_KEY))) {
            steps.add(() -> keysOfA.replace(ring));
            steps.add(() -> keysOfB.replace(ring));
        }
        try (MessageWriter log = nodeA.openLogWriter(0)) {
            await(log::isConnected);
            shouldCarryRecords(log, nodeB, 7000, () -> {
                if (received.size() > 1000 * (7 - steps.size()) && !steps.isEmpty()) {
                    steps.removeFirst().run();
                }
            });
        }
        assertTrue(steps.isEmpty());
        // The last step takes a key away; nothing sealed with it can have been on the way but status messages.
        assertTrue(
                counters(nodeA).get("datagrams.unknownKey") <= 2,
                () -> counters(nodeA).toString());
        assertTrue(
                counters(nodeB).get("datagrams.unknownKey") <= 2,
                () -> counters(nodeB).toString());
    }

    /** Between the two stands one who can read and repeat everything, but has no key. */
    @Test
    void shouldIgnoreWhatIsSaidTwice() throws IOException {
        try (DatagramSocket tap = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // A sends to the tap in place of B; there is no B.
            final AeronTransport nodeA =
                    transport(a, new MemberAddress("b", "127.0.0.1", tap.getLocalPort()), keys(KEY));
            final AeronTransport nodeB = transport(b, a, keys(KEY));
            final List<byte[]> recorded = record(tap, nodeA);
            assertFalse(recorded.isEmpty(), "the tap hears greetings");
            for (final byte[] datagram : recorded) {
                for (int i = 0; i < 20; i++) {
                    tap.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress(b.host(), b.port())));
                    nodeB.doWork();
                }
            }
            await(() -> counters(nodeB).get("datagrams.wrongTag") > 0);
            assertFalse(nodeB.controlWriter().isConnected());
        }
    }

    @Test
    void shouldTalkThroughAFloodOfWrongDatagrams() throws IOException {
        final AeronTransport nodeA = transport(a, b, keys(KEY));
        final AeronTransport nodeB = transport(b, a, keys(KEY));
        try (DatagramSocket flood = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                MessageWriter log = nodeA.openLogWriter(0)) {
            await(log::isConnected);
            final byte[] wrong = new byte[200];
            shouldCarryRecords(log, nodeB, 2000, () -> {
                for (int i = 0; i < 4; i++) {
                    send(flood, wrong, new InetSocketAddress(b.host(), i % 2 == 0 ? b.port() : b.logPort()));
                }
            });
        }
        assertTrue(counters(nodeB).get("datagrams.unsealed") > 0);
    }

    @Test
    void shouldListenOnTheAddressesOfTheSettingsOnly() throws IOException {
        final List<String> before = udpSockets();
        transport(a, b, keys(KEY));
        final List<String> after = udpSockets();
        after.removeAll(before);
        final List<String> bound = after.stream()
                .filter(socket -> socket.endsWith(":" + a.port()) || socket.endsWith(":" + a.logPort()))
                .toList();
        assertEquals(2, bound.size(), after::toString);
        // The others are the publications' own sockets, connected: the kernel lets in the peer only.
        for (final String socket : after) {
            assertTrue(socket.startsWith("127.0.0.1:"), after::toString);
        }
    }

    private static List<byte[]> record(final DatagramSocket tap, final AeronTransport from) throws IOException {
        final List<byte[]> recorded = new ArrayList<>();
        tap.setSoTimeout(1);
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (recorded.size() < 5) {
            assertTrue(System.nanoTime() < deadline, "only " + recorded.size() + " were heard");
            from.doWork();
            final DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            try {
                tap.receive(packet);
                recorded.add(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (final SocketTimeoutException e) {
                // Nothing yet.
            }
        }
        return recorded;
    }

    private void shouldTalk(final AeronTransport nodeA, final AeronTransport nodeB) {
        // Repeated: a stream that was connected to a peer before is not told at once that the peer is another one.
        final long[] nextNs = {System.nanoTime() - 20_000_000};
        await(() -> {
            if (System.nanoTime() - nextNs[0] > 20_000_000) {
                nextNs[0] = System.nanoTime();
                send(nodeA.controlWriter(), "from a");
                send(nodeB.controlWriter(), "from b");
            }
            nodeA.controlReader().poll(this::onMessage, 10);
            nodeB.controlReader().poll(this::onMessage, 10);
            return received.contains("from a") && received.contains("from b");
        });
        received.clear();
    }

    /** Longer than two that understand each other ever take: setups are repeated every 100 ms. */
    private void shouldNotTalk(final AeronTransport nodeA, final AeronTransport nodeB) {
        final long end = System.nanoTime() + 1_000_000_000L;
        while (System.nanoTime() < end) {
            turn();
            assertFalse(nodeA.controlWriter().isConnected());
            assertFalse(nodeB.controlWriter().isConnected());
        }
    }

    private void shouldCarryRecords(
            final MessageWriter log, final AeronTransport to, final int count, final Runnable meanwhile) {
        int next = 0;
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (received.size() < count) {
            assertTrue(System.nanoTime() < deadline, "only " + received.size() + " arrived");
            for (int i = 0; i < 50 && next < count && log.canWrite(100); i++) {
                if (!send(log, Integer.toString(next))) {
                    break;
                }
                next++;
            }
            turn();
            meanwhile.run();
            to.logReader(0).poll(this::onMessage, 100);
        }
        for (int i = 0; i < count; i++) {
            assertEquals(Integer.toString(i), received.get(i));
        }
    }

    private AeronTransport transport(final MemberAddress self, final MemberAddress peer, final GroupKeys keys) {
        final AeronTransport transport = new AeronTransport(
                AeronSettings.in(directory.resolve(self.name() + open.size())), self, peer, 1, keys, error -> {});
        open.add(transport);
        return transport;
    }

    private static GroupKeys keys(final GroupKey key) {
        return GroupKeys.of(GroupKeyRing.of(key));
    }

    private static Map<String, Long> counters(final AeronTransport transport) {
        final Map<String, Long> counters = new HashMap<>();
        transport.eachCounter((name, value) -> counters.put(name, value));
        return counters;
    }

    private void turn() {
        open.forEach(AeronTransport::doWork);
    }

    private void await(final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            turn();
            if (System.nanoTime() > deadline) {
                Assertions.fail("condition not met in time");
            }
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        received.add(buffer.getStringWithoutLengthAscii(offset, length));
    }

    private static boolean send(final MessageWriter writer, final String text) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[text.length()]);
        buffer.putStringWithoutLengthAscii(0, text);
        return writer.write(buffer, 0, text.length());
    }

    private static void send(final DatagramSocket socket, final byte[] bytes, final InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Local address of every UDP socket of this network namespace. */
    private static List<String> udpSockets() throws IOException {
        final List<String> sockets = new ArrayList<>();
        for (final String table : List.of("/proc/self/net/udp", "/proc/self/net/udp6")) {
            for (final String line : java.nio.file.Files.readAllLines(Path.of(table))) {
                final String[] words = line.strip().split("\\s+");
                if (words.length > 2 && words[1].indexOf(':') > 0 && !words[0].equals("sl")) {
                    sockets.add(text(words[1]));
                }
            }
        }
        return sockets;
    }

    /** As the kernel writes it: each four bytes in the machine's order, hexadecimal. */
    private static String text(final String hex) {
        final String[] parts = hex.split(":");
        final int port = Integer.parseInt(parts[1], 16);
        if (parts[0].length() != 8) {
            // An IPv4 address in an IPv6 socket, as Java makes them unless it is told otherwise.
            final String last = parts[0].substring(24);
            final boolean mapped = parts[0].startsWith("0000000000000000FFFF0000");
            return (mapped ? ipv4(last) : parts[0]) + ":" + port;
        }
        return ipv4(parts[0]) + ":" + port;
    }

    private static String ipv4(final String hex) {
        final int bits = Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
        return (bits >>> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
    }

    /** A port whose successor is free too. */
}
