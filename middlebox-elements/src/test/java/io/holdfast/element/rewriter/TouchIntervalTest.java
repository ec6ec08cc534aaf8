package io.holdfast.element.rewriter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.element.Frames;
import io.holdfast.element.Frames.End;
import io.holdfast.element.GraphTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often an established flow is written to, which is what it costs a log, and a table that no cache holds. */
class TouchIntervalTest {
    private static final End INSIDE = new End(0x0a000002, 4000);
    private static final End OUTSIDE = new End(0x08000001, 53);
    private static final long STEP_NS = 100_000_000;
    private static final long SPAN_NS = 100_000_000_000L;
    private static final String CONFIGURATION = """
            rw :: IPRewriter(pattern 9.0.0.1 1024-1025 - - 0 1, drop, %s REAP_INTERVAL 1h);
            TestInput(0) -> CheckIPHeader -> [0] rw; TestInput(1) -> CheckIPHeader -> [1] rw;
            rw[0] -> TestOutput(0); rw[1] -> TestOutput(1)
            """;

    private int writes;
    private final AccessControl counting = new AccessControl() {
        @Override
        public void beginWrite(final int variable) {
            writes++;
        }
    };

    private static boolean send(final GraphTester graph) {
        graph.receive(0, new byte[][] {Frames.udp(INSIDE, OUTSIDE, true, 64, new byte[0])});
        return graph.sentBytes(0).size() == 1;
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                                      7.5",
        "'UDP_TIMEOUT 64,',                                                       2",
        "'UDP_TIMEOUT 600, UDP_STREAMING_TIMEOUT 96,',                            3",
        "'UDP_TIMEOUT 5,',                                                        1",
        "'UDP_TIMEOUT 600, TCP_DONE_TIMEOUT 600, TCP_NODATA_TIMEOUT 600,',        10",
        "'TOUCH_INTERVAL 4,',                                                     4",
        "'TOUCH_INTERVAL 0,',                                                     0"
    })
    void shouldBeWrittenToOnceInAnInterval(final String timeouts, final double seconds) {
        try (GraphTester graph = GraphTester.of(CONFIGURATION.formatted(timeouts), counting)) {
            assertTrue(send(graph));
            int writing = 0;
            for (long ns = 0; ns < SPAN_NS; ns += STEP_NS) {
                graph.advance(STEP_NS);
                writes = 0;
                assertTrue(send(graph), "the mapping was lost");
                writing += writes > 0 ? 1 : 0;
            }
            // The first packet beyond the interval writes, so it is a step longer at most.
            final int most = (int) (SPAN_NS / Math.max(STEP_NS, seconds * 1e9));
            final int least = (int) (SPAN_NS / (seconds * 1e9 + STEP_NS));
            assertTrue(writing >= least && writing <= most, writing + " of [" + least + ", " + most + "]");
            assertEquals("1", graph.read("rw.size"));
        }
    }

    @Test
    void shouldNotEndAMappingEarlierThanItsTimeout() {
        final String configuration = CONFIGURATION.formatted("UDP_TIMEOUT 64,").replace("1h", "1");
        try (GraphTester graph = GraphTester.of(configuration)) {
            send(graph);
            // Just within the interval: this packet is not noted.
            graph.advance(1_900_000_000L);
            send(graph);
            graph.advance(64_000_000_000L);
            assertEquals("1", graph.read("rw.size"));
            graph.advance(4_000_000_000L);
            assertEquals("0", graph.read("rw.size"));
        }
    }
}
