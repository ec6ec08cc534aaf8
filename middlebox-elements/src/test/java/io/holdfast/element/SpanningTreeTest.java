package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three bridges in a ring, of which the spanning tree must open one link, and close it again when another is cut. */
class SpanningTreeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HOST_PORT = 2;
    private static final String BRIDGE = """
            t :: EtherSpanTree(2:0:0:0:0:%d, a, b, s); a, b :: Suppressor; s :: EtherSwitch;
            elementclass Port { $n | TestInput($n) -> c :: Classifier(14/4242, -); c[0] -> [0]output; c[1] -> [1]output }
            p0 :: Port(0); p1 :: Port(1); p2 :: Port(2);
            o0 :: TestOutput(0); o1 :: TestOutput(1); o2 :: TestOutput(2);
            p0[0] -> [0]t[0] -> o0; p1[0] -> [1]t[1] -> o1; p2[0] -> [2]t[2] -> o2;
            p0[1] -> [0]a[0] -> [0]s[0] -> [0]b[0] -> o0;
            p1[1] -> [1]a[1] -> [1]s[1] -> [1]b[1] -> o1;
            p2[1] -> [2]a[2] -> [2]s[2] -> [2]b[2] -> o2;
            """;

    /** Frames that reached the hosts, one list per bridge. */
    private final List<List<String>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    @Test
    void shouldOpenTheRingAndHealIt() {
        try (GraphTester one = GraphTester.of(BRIDGE.formatted(1));
                GraphTester two = GraphTester.of(BRIDGE.formatted(2));
                GraphTester three = GraphTester.of(BRIDGE.formatted(3))) {
            final List<GraphTester> ring = List.of(one, two, three);
            run(ring, 60, -1);
            assertEquals("8000020000000001", three.read("t.root").strip());
            assertTrue(three.read("t.ports").contains("block"), three.read("t.ports"));
            broadcast(ring, -1);
            assertEquals(List.of(0, 1, 1), counts());
            // the link between bridges one and three is cut: the blocked one must take over
            run(ring, 80, 2);
            broadcast(ring, 2);
            assertEquals(List.of(0, 2, 2), counts());
        }
    }

    private List<Integer> counts() {
        return heard.stream().map(List::size).toList();
    }

    private void broadcast(final List<GraphTester> ring, final int cutLink) {
        ring.get(0).receive(HOST_PORT, "ffffffffffff 020000000099 0800 " + "00".repeat(46));
        deliver(ring, cutLink);
    }

    private void run(final List<GraphTester> ring, final int seconds, final int cutLink) {
        for (int i = 0; i < seconds; i++) {
            ring.forEach(bridge -> bridge.advance(SECOND));
            deliver(ring, cutLink);
        }
    }

    /** Link n leads from port 1 of bridge n to port 0 of the next. */
    private void deliver(final List<GraphTester> ring, final int cutLink) {
        boolean isMoving = true;
        for (int round = 0; isMoving; round++) {
            assertTrue(round < 50, "frames go round and round");
            isMoving = false;
            for (int n = 0; n < ring.size(); n++) {
                final GraphTester here = ring.get(n);
                final GraphTester next = ring.get((n + 1) % ring.size());
                isMoving |= carry(here.sent(1), next, 0, n == cutLink);
                isMoving |= carry(next.sent(0), here, 1, n == cutLink);
                for (final String frame : here.sent(HOST_PORT)) {
                    if (!frame.startsWith("0180c2")) {
                        heard.get(n).add(frame);
                    }
                }
            }
        }
    }

    private static boolean carry(final List<String> frames, final GraphTester to, final int port, final boolean isCut) {
        frames.forEach(frame -> {
            if (!isCut) {
                to.receive(port, new byte[][] {HexFormat.of().parseHex(frame)});
            }
        });
        return !frames.isEmpty() && !isCut;
    }
}
