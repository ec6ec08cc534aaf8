package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.Frames.End;
import io.holdfast.packet.NativeMemory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replays the same inputs at the same times into a second graph, which must end in the same state, bit by bit. */
class NatDeterminismTest {
    private static final int STEPS = 4000;
    private static final long SEED = 20_261_120L;

    @Test
    void shouldReachTheSameStateAndOutputsFromTheSameInputs() {
        try (NatLab master = new NatLab();
                NatLab replica = new NatLab()) {
            final Random masterInputs = new Random(SEED);
            final Random replicaInputs = new Random(SEED);
            for (int i = 0; i < STEPS; i++) {
                step(master, masterInputs);
                step(replica, replicaInputs);
                assertSameFrames(master, replica, NatLab.LAN);
                assertSameFrames(master, replica, NatLab.WAN);
            }
            assertSameState(
                    master.graph().state().regions(), replica.graph().state().regions());
        }
    }

    @Test
    void shouldNotDependOnBytesBeyondTheKnownOnes() {
        try (NatLab master = new NatLab();
                NatLab replica = new NatLab()) {
            master.graph().limitKnown(master.graph().definition().headerDepthBytes());
            replica.graph().limitKnown(replica.graph().definition().headerDepthBytes());
            final int client = NatLab.lanHost(2);
            for (int i = 0; i < 50; i++) {
                final End inside = new End(client, 2000 + i);
                final End outside = new End(NatLab.wanHost(7 + i % 3), 53);
                final byte[] data = new byte[300];
                final byte[] packet = NatLab.frame(NatLab.LAN, client, Frames.udp(inside, outside, true, 64, data));
                final byte[] garbled = packet.clone();
                java.util.Arrays.fill(garbled, 94, garbled.length, (byte) 0x77);
                master.graph().receive(NatLab.LAN, new byte[][] {packet});
                replica.graph().receive(NatLab.LAN, new byte[][] {garbled});
            }
            assertSameState(
                    master.graph().state().regions(), replica.graph().state().regions());
        }
    }

    /** What lies behind headers is not in the log of a graph that says so: a replica has anything there. */
    @Test
    void shouldNotDependOnWhatLiesBehindHeaders() {
        try (NatLab master = new NatLab();
                NatLab replica = new NatLab()) {
            assertTrue(master.graph().definition().staysInHeaders());
            final int client = NatLab.lanHost(2);
            final Random random = new Random(SEED);
            for (int i = 0; i < 200; i++) {
                final End inside = new End(client, 2000 + random.nextInt(40));
                final End outside = new End(NatLab.wanHost(7 + i % 3), 53);
                final boolean isUdp = random.nextBoolean();
                final byte[] data = new byte[random.nextInt(300)];
                final byte[] packet = NatLab.frame(
                        NatLab.LAN,
                        client,
                        isUdp
                                ? Frames.udp(inside, outside, true, 64, data)
                                : Frames.tcp(inside, outside, 1 << random.nextInt(5), 64, data));
                final int headers = NatLab.ETHERNET + 20 + (isUdp ? 8 : 20);
                final byte[] garbled = packet.clone();
                java.util.Arrays.fill(garbled, headers, garbled.length, (byte) 0x77);
                master.graph().limitKnown(headers).receive(NatLab.LAN, new byte[][] {packet});
                replica.graph().limitKnown(headers).receive(NatLab.LAN, new byte[][] {garbled});
            }
            assertTrue(
                    Integer.parseInt(master.graph().read("nat.size")) > 30,
                    master.graph().read("nat.size"));
            assertSameState(
                    master.graph().state().regions(), replica.graph().state().regions());
        }
    }

    /** Whose packets' fronts lie elsewhere, or whose elements read on, says that it needs more. */
    @Test
    void shouldSayWhichGraphsReadBehindHeaders() {
        assertTrue(staysInHeaders("Strip(14) -> CheckIPHeader -> Counter"));
        assertTrue(staysInHeaders("Classifier(12/0800 23/11)"));
        assertFalse(staysInHeaders("Classifier(12/0800 42/01)"));
        assertFalse(staysInHeaders("Strip(42) -> CheckIPHeader"));
        assertFalse(staysInHeaders("CheckIPHeader(18)"));
        assertFalse(staysInHeaders("Print"));
        assertFalse(staysInHeaders("Null"), "it has not said so");
    }

    private static boolean staysInHeaders(final String elements) {
        return GraphTester.define("FromDPDKDevice(lan) -> " + elements + " -> Discard")
                .staysInHeaders();
    }

    private static void step(final NatLab lab, final Random random) {
        final int client = NatLab.lanHost(2 + random.nextInt(20));
        final int server = NatLab.wanHost(2 + random.nextInt(5));
        final End inside = new End(client, 1000 + random.nextInt(200));
        final End outside = new End(server, 80);
        final End outer = new End(NatLab.WAN_IP, 1024 + random.nextInt(400));
        final int flags = 1 << random.nextInt(5);
        switch (random.nextInt(7)) {
            case 0 -> receive(lab, NatLab.LAN, client, Frames.tcp(inside, outside, Frames.SYN, 64, new byte[9]));
            case 1 -> receive(lab, NatLab.LAN, client, Frames.tcp(inside, outside, flags, 64, new byte[9]));
            case 2 -> receive(lab, NatLab.LAN, client, Frames.udp(inside, outside, true, 64, new byte[9]));
            case 3 -> receive(lab, NatLab.WAN, server, Frames.tcp(outside, outer, flags, 64, new byte[9]));
            case 4 -> receive(lab, NatLab.WAN, server, Frames.udp(outside, outer, true, 64, new byte[9]));
            case 5 -> answerArp(lab, server);
            default -> lab.graph().advance(random.nextInt(40) == 0 ? 400_000_000_000L : random.nextInt(500_000_000));
        }
    }

    private static void answerArp(final NatLab lab, final int server) {
        final byte[] reply = Frames.arp(2, NatLab.macOf(server), server, NatLab.WAN_MAC, NatLab.WAN_IP);
        lab.graph()
                .receive(NatLab.WAN, new byte[][] {Frames.ethernet(NatLab.WAN_MAC, NatLab.macOf(server), 0x0806, reply)
                });
    }

    private static void receive(final NatLab lab, final int port, final int host, final byte[] packet) {
        lab.graph().receive(port, new byte[][] {NatLab.frame(port, host, packet)});
    }

    private static void assertSameFrames(final NatLab master, final NatLab replica, final int port) {
        final List<String> expected = master.graph().sent(port);
        assertEquals(expected, replica.graph().sent(port));
    }

    private static void assertSameState(final List<StateRegion> expected, final List<StateRegion> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).name(), actual.get(i).name());
            assertArrayEquals(
                    bytes(expected.get(i)),
                    bytes(actual.get(i)),
                    expected.get(i).name());
        }
    }

    private static byte[] bytes(final StateRegion region) {
        final byte[] bytes = new byte[(int) region.lengthBytes()];
        NativeMemory.copyToArray(region.address(), bytes, 0, bytes.length);
        return bytes;
    }
}
