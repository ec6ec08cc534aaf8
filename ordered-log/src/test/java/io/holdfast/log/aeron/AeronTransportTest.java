package io.holdfast.log.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.LoopbackPorts;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.MessageWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AeronTransportTest {
    private static final long DEADLINE_NS = 10_000_000_000L;

    @TempDir
    private Path directory;

    private MemberAddress a;
    private MemberAddress b;
    private AeronTransport nodeA;
    private AeronTransport nodeB;
    private static final int PASSED_PACKETS = 1000;
    private static final int PASSED_BYTES = 700;

    private final List<String> received = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        a = new MemberAddress("a", "127.0.0.1", LoopbackPorts.find());
        b = new MemberAddress("b", "127.0.0.1", LoopbackPorts.find());
        nodeA = transport(a, b);
        nodeB = transport(b, a);
    }

    @AfterEach
    void close() {
        nodeA.close();
        nodeB.close();
    }

    @Test
    void shouldCarryControlMessagesBothWays() {
        await(() -> nodeA.controlWriter().isConnected() && nodeB.controlWriter().isConnected());
        assertTrue(send(nodeA.controlWriter(), "from a"));
        assertTrue(send(nodeB.controlWriter(), "from b"));
        await(() -> {
            nodeA.controlReader().poll(this::onMessage, 10);
            nodeB.controlReader().poll(this::onMessage, 10);
            return received.size() == 2;
        });
    }

    /** What a master hands over must find room at once, however long the other node is away from its processor. */
    @Test
    void shouldTakeFullRingsOfPacketsIntoTheControlStreamAtOnce() {
        await(() -> nodeA.controlWriter().isConnected());
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[PASSED_BYTES]);
        for (int i = 0; i < PASSED_PACKETS; i++) {
            assertTrue(nodeA.controlWriter().write(packet, 0, PASSED_BYTES), "no room for packet " + i);
        }
    }

    /** Aeron tells its error handler and goes on: a node that must end (deposed, refused) would not. */
    @Test
    void shouldPassOnWhatAHandlerThrows() {
        await(() -> nodeA.controlWriter().isConnected());
        assertTrue(send(nodeA.controlWriter(), "one"));
        assertTrue(send(nodeA.controlWriter(), "two"));
        final IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> await(() -> nodeB.controlReader().poll(this::fail, 10) < 0));
        assertEquals("must end", failure.getMessage());
        assertEquals(1, received.size(), "nothing more is handed over after that");
    }

    @Test
    void shouldKeepLogRecordsInOrder() {
        try (MessageWriter writer = nodeA.openLogWriter(0)) {
            await(writer::isConnected);
            int next = 0;
            final long deadline = System.nanoTime() + DEADLINE_NS;
            while (received.size() < 2000) {
                assertTrue(System.nanoTime() < deadline, "only " + received.size() + " arrived");
                while (next < 2000 && writer.canWrite(100) && send(writer, Integer.toString(next))) {
                    next++;
                }
                turn();
                nodeB.logReader(0).poll(this::onMessage, 100);
            }
            for (int i = 0; i < 2000; i++) {
                assertEquals(Integer.toString(i), received.get(i));
            }
        }
    }

    @Test
    void shouldRefuseRecordsWhileTheReplicaDoesNotRead() {
        try (MessageWriter writer = nodeA.openLogWriter(0)) {
            await(writer::isConnected);
            final byte[] record = new byte[4096];
            await(() -> !writer.canWrite(record.length) || !writer.write(new UnsafeBuffer(record), 0, record.length));
        }
    }

    @Test
    void shouldIgnoreAndCountGarbageDatagrams() throws IOException {
        final Random random = new Random(1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 200; i++) {
                final byte[] garbage = new byte[random.nextInt(1, 200)];
                random.nextBytes(garbage);
                final int port = i % 2 == 0 ? a.port() : a.logPort();
                socket.send(new DatagramPacket(garbage, garbage.length, InetAddress.getLoopbackAddress(), port));
                turn();
            }
        }
        await(() -> nodeA.invalidCount() > 0);
        shouldCarryControlMessagesBothWays();
    }

    @Test
    void shouldSayWhenThePortIsTaken() {
        final Path other = directory.resolve("second");
        final RuntimeException failure = assertThrows(
                RuntimeException.class,
                () -> transport(AeronSettings.in(other), a, b).close());
        assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
    }

    private AeronTransport transport(final MemberAddress self, final MemberAddress peer) {
        return transport(AeronSettings.in(directory.resolve(self.name())), self, peer);
    }

    private static AeronTransport transport(
            final AeronSettings settings, final MemberAddress self, final MemberAddress peer) {
        return new AeronTransport(settings, self, peer, 1, error -> {});
    }

    private void turn() {
        nodeA.doWork();
        nodeB.doWork();
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

    private void fail(final DirectBuffer buffer, final int offset, final int length) {
        onMessage(buffer, offset, length);
        throw new IllegalStateException("must end");
    }

    private static boolean send(final MessageWriter writer, final String text) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[text.length()]);
        buffer.putStringWithoutLengthAscii(0, text);
        return writer.write(buffer, 0, text.length());
    }

    /** A port whose successor is free too. */
}
