package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementChainTest {
    private static final long OURS = 0x0200_5e00_0001L;
    private static final String APART = " -> Null -> ";

    /** Every packet ends at the same port, by whatever way: so the order of all of them shows. */
    private static String graph(final String between) {
        return "out :: TestOutput(1); TestInput(0) -> filter :: HostEtherFilter(02:00:5e:00:00:01)" + between
                + "type :: Classifier(12/0806, 12/0800, -); type[0] -> out; type[2] -> out; type[1]" + between
                + "Strip(14)" + between + "check :: CheckIPHeader" + between
                + "route :: StaticIPLookup(127.0.0.0/8 0, 10.0.0.0/8 1, 192.0.0.0/8 2);"
                + " route[0] -> out; route[2] -> out; route[1]" + between + "ttl :: DecIPTTL" + between
                + "proto :: Classifier(9/01, 9/11, -); proto[0] -> out; proto[1] -> out; proto[2] -> out;"
                + " filter[1] -> out; check[1] -> out; ttl[1] -> out;";
    }

    @Test
    void shouldSendWhatTheElementsByThemselvesSendInTheSameOrder() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        try (GraphTester together = GraphTester.of(graph(" -> "));
                GraphTester apart = GraphTester.of(graph(APART))) {
            assertEquals(7, chain(together, "filter").length());
            assertNull(chain(apart, "filter"));
            for (int round = 0; round < 3_000; round++) {
                final byte[][] frames = new byte[1 + random.nextInt(40)][];
                final int oddShare = 1 << random.nextInt(6);
                for (int i = 0; i < frames.length; i++) {
                    frames[i] = frame(random, i, random.nextInt(oddShare) > 0 || oddShare == 32);
                }
                together.receive(0, copy(frames));
                apart.receive(0, frames);
                assertEquals(apart.sent(1), together.sent(1), "seed " + seed + ", round " + round);
            }
            for (final String counter : new String[] {
                "filter.drops.otherHost", "check.drops.badChecksum", "route.drops.noRoute", "ttl.drops.expired"
            }) {
                assertEquals(apart.statistic(counter), together.statistic(counter), "seed " + seed + ", " + counter);
                assertTrue(apart.statistic(counter) > 0, "seed " + seed + ", " + counter + " never came");
            }
        }
    }

    /** A chain ends before an element that decides by more than the packet. */
    @Test
    void shouldEndBeforeRoutesThatCanChange() {
        try (GraphTester graph = GraphTester.of("TestInput(0) -> check :: CheckIPHeader -> ttl :: DecIPTTL"
                + " -> route :: LinearIPLookup(0/0 0) -> TestOutput(1);")) {
            assertEquals(2, chain(graph, "check").length());
            assertNull(chain(graph, "ttl"));
        }
    }

    /** Where two outputs lead on, nobody knows which is the usual one. */
    @Test
    void shouldEndAtAForkAndNotGoRound() {
        try (GraphTester graph = GraphTester.of("TestInput(0) -> first :: Strip(1) -> fork :: Classifier(0/00, -);"
                + " fork[0] -> Strip(2) -> TestOutput(1); fork[1] -> Strip(3) -> TestOutput(1);"
                + " round :: Strip(1) -> back :: Strip(1) -> round;")) {
            assertEquals(2, chain(graph, "first").length());
            assertEquals(2, chain(graph, "round").length());
            graph.receive(0, "ff000a0b", "ff010a0b0c");
            assertEquals(List.of("0b", "0c"), graph.sent(1));
        }
    }

    private static ElementChain chain(final GraphTester graph, final String element) {
        return ((PacketwiseElement) graph.graph().element(element)).chain();
    }

    private static byte[][] copy(final byte[][] frames) {
        final byte[][] copy = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            copy[i] = frames[i].clone();
        }
        return copy;
    }

    private static byte[] frame(final Random random, final int number, final boolean isUsual) {
        final int odd = isUsual ? 0 : random.nextInt(9);
        final int destination = odd == 1 ? 0x7f00_0001 : odd == 2 ? 0xc000_0001 : odd == 3 ? 0x0b00_0001 : 0x0a00_0001;
        final byte[] packet = Frames.udp(
                new Frames.End(0x0a00_0002, number),
                new Frames.End(destination, 53),
                true,
                odd == 4 ? 1 : 64,
                new byte[20]);
        if (odd == 5) {
            packet[10] ^= 1;
        }
        final int type = odd == 6 ? 0x0806 : odd == 7 ? 0x86dd : 0x0800;
        return Frames.ethernet(odd == 8 ? OURS + 1 : OURS, 0x0200_0000_0100L, type, packet);
    }
}
