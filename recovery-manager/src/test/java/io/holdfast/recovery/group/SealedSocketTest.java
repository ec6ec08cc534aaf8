package io.holdfast.recovery.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback. */
class SealedSocketTest {
    private static final long DEADLINE_NS = 10_000_000_000L;
    private static final int MESSAGES = 50;
    /** So that they fit into a socket's buffer beside the good one. */
    private static final int FLOOD_PER_ROUND = 280;

    private static final int FLOOD_ROUNDS = 20;

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** What a socket has heard: who, and what. */
    private static final class Ear {
        private final SealedSocket socket;
        private final List<String> heard = new ArrayList<>();

        private Ear(final SealedSocket socket) {
            this.socket = socket;
        }

        private int poll() {
            return socket.poll(System.nanoTime(), (from, buffer, offset, lengthBytes) -> {
                final byte[] bytes = new byte[lengthBytes];
                buffer.getBytes(offset, bytes);
                heard.add(from + new String(bytes, StandardCharsets.US_ASCII));
            });
        }
    }

    @BeforeEach
    void findPorts() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable each : opened) {
            each.close();
        }
    }

    private static GroupKeys keys() {
        return GroupKeys.of(GroupKeyRing.of(GroupKey.random(new SecureRandom())));
    }

    private Ear open(final int self, final GroupKeys keys) {
        final SealedSocket socket = new SealedSocket(addresses.get(self), addresses, keys);
        opened.add(socket);
        return new Ear(socket);
    }

    private static void send(final Ear from, final int to, final String text) {
        from.socket.send(to, new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII)), 0, text.length());
    }

    private static void await(final String what, final BooleanSupplier condition, final Ear... turned) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "not in time: " + what);
            for (final Ear ear : turned) {
                ear.poll();
                ear.socket.await(1);
            }
        }
    }

    /** Sends until it is heard: before the greetings have been answered, messages are lost. */
    private static void converse(final Ear a, final Ear b) {
        await(
                "conversation",
                () -> {
                    send(a, 1, "x");
                    return !b.heard.isEmpty();
                },
                a,
                b);
        final int before = b.heard.size();
        for (int i = 0; i < MESSAGES; i++) {
            send(a, 1, "m" + i);
        }
        await("all messages", () -> b.heard.contains("0m" + (MESSAGES - 1)), a, b);
        assertTrue(b.heard.size() >= before + MESSAGES, b.heard.toString());
        b.heard.forEach(heard -> assertEquals('0', heard.charAt(0), "called by its place in the list"));
    }

    @Test
    void shouldTalkWithWhoHasTheKey() {
        final GroupKeys keys = keys();
        converse(open(0, keys), open(1, keys));
    }

    @Test
    void shouldTalkPlainlyWithoutAKey() {
        converse(open(0, GroupKeys.none()), open(1, GroupKeys.none()));
    }

    @Test
    void shouldHearNothingOfOneWithAnotherKey() {
        final Ear a = open(0, keys());
        final Ear b = open(1, keys());
        await(
                "ignored",
                () -> {
                    send(a, 1, "secret");
                    return b.socket.ignoredCount() > 20;
                },
                a,
                b);
        assertEquals(List.of(), b.heard);
    }

    @Test
    void shouldIgnoreStrangersAndWhatIsNotSealed() throws IOException {
        final GroupKeys keys = keys();
        final Ear a = open(0, keys);
        final Ear b = open(1, keys);
        converse(a, b);
        b.heard.clear();
        final long before = b.socket.ignoredCount();
        final byte[] bytes = "0lie".getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket stranger = new DatagramSocket();
                DatagramSocket third = new DatagramSocket(addresses.get(2))) {
            for (int i = 0; i < 10; i++) {
                stranger.send(new DatagramPacket(bytes, bytes.length, addresses.get(1)));
                third.send(new DatagramPacket(bytes, bytes.length, addresses.get(1)));
            }
            await("ignored", () -> b.socket.ignoredCount() >= before + 20, b);
        }
        assertEquals(List.of(), b.heard);
    }

    /** Good ones among wrong ones, more of which come than one look takes; in the end the kernel takes the wrong ones away. */
    @Test
    void shouldHearGoodOnesInAFloodByLooksOfLimitedLength() throws IOException {
        final GroupKeys keys = keys();
        final Ear a = open(0, keys);
        final Ear b = open(1, keys);
        converse(a, b);
        final byte[] bytes = new byte[100];
        int most = 0;
        try (DatagramSocket third = new DatagramSocket(addresses.get(2))) {
            for (int round = 0; round < FLOOD_ROUNDS; round++) {
                b.heard.clear();
                for (int i = 0; i < FLOOD_PER_ROUND; i++) {
                    third.send(new DatagramPacket(bytes, bytes.length, addresses.get(1)));
                    if (i == FLOOD_PER_ROUND / 2) {
                        send(a, 1, "good");
                    }
                }
                final long deadline = System.nanoTime() + DEADLINE_NS;
                while (b.heard.isEmpty()) {
                    assertTrue(System.nanoTime() < deadline, "not heard in a flood");
                    most = Math.max(most, b.poll());
                }
                assertEquals(List.of("0good"), b.heard);
            }
        }
        assertTrue(most <= SealedSocket.TAKEN_PER_POLL, "in one look " + most);
        final long wrong = (long) FLOOD_ROUNDS * FLOOD_PER_ROUND;
        if (System.getProperty("os.name").equals("Linux")) {
            // By then at most two windows of the guard: see SocketGuardTest for its counts.
            assertTrue(
                    b.socket.ignoredCount() < wrong / 2, b.socket.ignoredCount() + " of " + wrong + " were looked at");
            assertTrue(
                    b.socket.kernelDropCount() > wrong / 2,
                    b.socket.kernelDropCount() + " of " + wrong + " were dropped");
        }
    }

    /** The canary: the same datagrams are heard where there is no key. */
    @Test
    void shouldNoticeThatUnsealedDatagramsAreHeard() throws IOException {
        final Ear b = open(1, GroupKeys.none());
        final byte[] bytes = "lie".getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket third = new DatagramSocket(addresses.get(2))) {
            third.send(new DatagramPacket(bytes, bytes.length, addresses.get(1)));
            await("heard", () -> b.heard.contains("2lie"), b);
        }
    }

    /** What was recorded on the way is not taken a second time, nor by a process that has started again. */
    @Test
    void shouldTakeEachDatagramOnceAndByOneProcessOnly() throws Exception {
        final GroupKeys keys = keys();
        final InetSocketAddress real = addresses.get(1);
        try (DatagramSocket tap = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // a sends to the tap instead of b; its seal is for the tap's address, so the tap cannot pass it on either.
            final List<InetSocketAddress> tapped = new ArrayList<>(addresses);
            tapped.set(1, (InetSocketAddress) tap.getLocalSocketAddress());
            final SealedSocket a = new SealedSocket(addresses.get(0), tapped, keys);
            opened.add(a);
            final Ear b = open(1, keys);
            final DatagramPacket recorded = new DatagramPacket(new byte[2048], 2048);
            tap.setSoTimeout(5000);
            a.poll(System.nanoTime(), (from, buffer, offset, lengthBytes) -> {});
            tap.receive(recorded);
            final long before = b.socket.ignoredCount();
            for (int i = 0; i < 5; i++) {
                tap.send(new DatagramPacket(recorded.getData(), recorded.getLength(), real));
            }
            await("ignored", () -> b.socket.ignoredCount() >= before + 5, b);
            assertEquals(List.of(), b.heard);
        }
    }

    @Test
    void shouldFindEachOtherAgainAfterARestart() throws Exception {
        final GroupKeys keys = keys();
        final Ear a = open(0, keys);
        final Ear b = open(1, keys);
        converse(a, b);
        b.socket.close();
        opened.remove(b.socket);
        converse(a, open(1, keys));
    }

    @Test
    void shouldLoseWhatHasNowhereToGo() {
        final Ear a = open(0, GroupKeys.none());
        for (int i = 0; i < 10; i++) {
            send(a, 1, "nobody");
        }
        a.poll();
        assertEquals(List.of(), a.heard);
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        open(0, GroupKeys.none());
        final UncheckedIOException thrown = assertThrows(UncheckedIOException.class, () -> open(0, GroupKeys.none()));
        assertTrue(
                thrown.getMessage().contains("UDP port " + addresses.get(0))
                        && thrown.getMessage().contains("another one"),
                thrown.getMessage());
    }
}
