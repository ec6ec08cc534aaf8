package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.element.Frames.End;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.steering.FlowSteering;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A neighbour that one worker waits for answers to another: ARP is steered to one worker, and what it says is shared. */
class ArpWorkersTest {
    private static final String CONFIGURATION = """
            arp :: ARPQuerier(10.0.0.1, 02:00:00:00:00:01);
            TestInput(0) -> CheckIPHeader -> GetDestination :: StaticIPLookup(0.0.0.0/0 0) -> [0] arp;
            TestInput(1) -> [1] arp;
            arp -> TestOutput(0)
            """;
    private static final int OUR_IP = 0x0a000001;
    private static final int HOST = 0x0a000009;
    private static final long OUR_MAC = 0x020000000001L;
    private static final long HOST_MAC = 0x020000000009L;
    private static final long MILLISECOND_NS = 1_000_000L;

    private final FlatStateStore state = new FlatStateStore();
    private final GraphTester arpWorker = worker(FlowSteering.OTHERS_WORKER);
    private final GraphTester other = worker(1);

    private GraphTester worker(final int number) {
        return GraphTester.worker(CONFIGURATION, number, 2, state, AccessControl.UNPROTECTED);
    }

    @AfterEach
    void close() {
        arpWorker.close();
        other.close();
        state.close();
    }

    private static byte[] packet(final int number) {
        return Frames.udp(new End(0x08080808, 53), new End(HOST, number), true, 64, new byte[4]);
    }

    private static byte[] framed(final int number) {
        return Frames.ethernet(HOST_MAC, OUR_MAC, 0x0800, packet(number));
    }

    private static byte[] reply() {
        return Frames.ethernet(OUR_MAC, HOST_MAC, 0x0806, Frames.arp(2, HOST_MAC, HOST, OUR_MAC, OUR_IP));
    }

    @Test
    void shouldReleaseWhatWaitsWithinTenMilliseconds() {
        other.receive(0, new byte[][] {packet(1), packet(2)});
        assertEquals(1, other.sentBytes(0).size(), "one query");
        arpWorker.receive(1, new byte[][] {reply()});
        other.advance(10 * MILLISECOND_NS);
        final List<byte[]> sent = other.sentBytes(0);
        assertEquals(2, sent.size());
        assertArrayEquals(framed(1), sent.getFirst());
        assertArrayEquals(framed(2), sent.getLast());
        assertEquals("1", arpWorker.read("arp.count"));
    }

    @Test
    void shouldReleaseWhatWaitsBeforeTheNextPacketForTheSameNeighbour() {
        other.receive(0, new byte[][] {packet(1)});
        other.sentBytes(0);
        arpWorker.receive(1, new byte[][] {reply()});
        other.receive(0, new byte[][] {packet(2)});
        final List<byte[]> sent = other.sentBytes(0);
        assertArrayEquals(framed(1), sent.getFirst());
        assertArrayEquals(framed(2), sent.getLast());
    }

    @Test
    void shouldPollANeighbourOnceForAllWorkers() {
        arpWorker.receive(1, new byte[][] {reply()});
        arpWorker.advance(61_000 * MILLISECOND_NS);
        other.advance(61_000 * MILLISECOND_NS);
        arpWorker.receive(0, new byte[][] {packet(1)});
        other.receive(0, new byte[][] {packet(2)});
        assertEquals(2, arpWorker.sentBytes(0).size(), "a poll and the packet");
        assertEquals(1, other.sentBytes(0).size(), "the packet");
    }

    @Test
    void shouldStopAskingIfNobodyAnswers() {
        other.receive(0, new byte[][] {packet(1)});
        other.advance(4000 * MILLISECOND_NS);
        assertEquals(3, other.sentBytes(0).size());
        assertEquals(1, other.statistic("arp.drops.unreachable"));
        other.advance(60_000 * MILLISECOND_NS);
        assertEquals(0, other.sentBytes(0).size());
    }
}
