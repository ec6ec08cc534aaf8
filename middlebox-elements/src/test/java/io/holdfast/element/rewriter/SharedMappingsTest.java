package io.holdfast.element.rewriter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.element.AccessControl;
import io.holdfast.element.Frames;
import io.holdfast.element.Frames.End;
import io.holdfast.element.GraphTester;
import io.holdfast.element.state.FlatStateStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lets two workers share mappings, and one of them act in the middle of what the other does: between two of its
 * accesses, which is all that another worker can ever see.
 */
class SharedMappingsTest {
    private static final String CONFIGURATION = """
            rw :: IPRewriter(pattern 9.0.0.1 1024-1025# - - 0 1, drop, UDP_TIMEOUT 10, REAP_INTERVAL 1,
                             MAPPING_CAPACITY 100);
            TestInput(0) -> CheckIPHeader -> [0] rw; TestInput(1) -> CheckIPHeader -> [1] rw;
            rw[0] -> TestOutput(0); rw[1] -> TestOutput(1)
            """;
    private static final End INSIDE = new End(0x0a000002, 4000);
    private static final End OUTSIDE = new End(0x08000001, 53);
    private static final long SECOND_NS = 1_000_000_000L;

    private final FlatStateStore state = new FlatStateStore();
    private final Interruption interruption = new Interruption();
    private GraphTester first;
    private GraphTester second;

    /** Runs what a test has queued, one piece at the end of each of the first worker's accesses. */
    private static final class Interruption implements AccessControl {
        private final ArrayDeque<Runnable> pieces = new ArrayDeque<>();

        @Override
        public void endRead(final int variable) {
            interrupt();
        }

        @Override
        public void endWrite(final int variable) {
            interrupt();
        }

        private void interrupt() {
            final Runnable piece = pieces.poll();
            if (piece != null) {
                piece.run();
            }
        }

        void afterAccess(final int number, final Runnable piece) {
            for (int i = 1; i < number; i++) {
                pieces.add(() -> {});
            }
            pieces.add(piece);
        }
    }

    /** The table has one stripe, which worker 0 sweeps; the first worker is the one that is interrupted. */
    private void build(final int firstWorker) {
        first = GraphTester.worker(CONFIGURATION, firstWorker, 2, state, interruption);
        second = GraphTester.worker(CONFIGURATION, 1 - firstWorker, 2, state, AccessControl.UNPROTECTED);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        state.close();
    }

    private static byte[] outgoing() {
        return Frames.udp(INSIDE, OUTSIDE, true, 64, new byte[0]);
    }

    private static byte[] answerTo(final int port) {
        return Frames.udp(OUTSIDE, new End(0x09000001, port), true, 64, new byte[0]);
    }

    private static List<byte[]> send(final GraphTester worker) {
        worker.receive(0, new byte[][] {outgoing()});
        return worker.sentBytes(0);
    }

    private static List<byte[]> answer(final GraphTester worker, final int port) {
        worker.receive(1, new byte[][] {answerTo(port)});
        return worker.sentBytes(1);
    }

    private static int port(final List<byte[]> sent) {
        return Frames.source(sent.getFirst(), 0).port();
    }

    @Test
    void shouldFindWhatAnotherWorkerMapped() {
        build(0);
        final int port = port(send(first));
        assertEquals(port, port(send(second)));
        assertArrayEquals(
                Frames.udp(OUTSIDE, INSIDE, true, 64, new byte[0]),
                answer(second, port).getFirst());
    }

    @Test
    void shouldTakeItsPortBackIfAnotherWorkerMapsTheSameFlowInBetween() {
        build(0);
        // Access 1 misses, 2 claims the reverse entry; then the other worker makes the whole pair.
        final int[] theirs = new int[1];
        interruption.afterAccess(2, () -> theirs[0] = port(send(second)));
        final int ours = port(send(first));
        assertEquals(theirs[0], ours);
        assertEquals("1", first.read("rw.size"));
    }

    @Test
    void shouldMapAgainIfThePairExpiredWhileAPacketRefreshedIt() {
        build(1);
        send(first);
        first.advance(5 * SECOND_NS);
        // The second worker's clock is far ahead: it expires the pair between the look-up and the refresh.
        interruption.afterAccess(1, () -> second.advance(60 * SECOND_NS));
        final List<byte[]> sent = send(first);
        assertEquals(1, sent.size());
        assertEquals("1", first.read("rw.size"));
        assertEquals(1, second.statistic("rw.mappings.expired"));
        assertEquals(1, answer(first, port(sent)).size());
        assertEquals(0, answer(first, 2 * 1024 + 1 - port(sent)).size());
    }

    @Test
    void shouldRemoveTheRestOfAPairThatExpiredInTheMiddleOfARefresh() {
        build(1);
        send(first);
        first.advance(5 * SECOND_NS);
        // Own entry is refreshed (access 2), then the partner, stale for the fast clock, is looked at by its owner.
        interruption.afterAccess(2, () -> second.advance(60 * SECOND_NS));
        assertEquals(1, send(first).size());
        first.advance(60 * SECOND_NS);
        second.advance(60 * SECOND_NS);
        assertEquals("0", first.read("rw.size"));
    }

    /** The pair is being removed, and its other half is used before that is removed, too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void shouldAgreeOnThePairIfItIsAnsweredWhileItExpires(final int access) {
        shouldAgreeOnThePair(access, port -> answer(second, port));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void shouldAgreeOnThePairIfItIsUsedWhileItExpires(final int access) {
        shouldAgreeOnThePair(access, port -> send(second));
    }

    private void shouldAgreeOnThePair(final int access, final IntConsumer use) {
        build(0);
        final int port = port(send(first));
        first.advance(11 * SECOND_NS);
        second.advance(11 * SECOND_NS);
        // The first worker's next tick finds the pair expired; the second one has a packet of it meanwhile.
        interruption.afterAccess(access, () -> use.accept(port));
        first.advance(SECOND_NS);
        final List<byte[]> sent = send(first);
        assertEquals(1, sent.size());
        assertEquals(1, answer(second, port(sent)).size());
        assertEquals("1", first.read("rw.size"));
        first.advance(60 * SECOND_NS);
        assertEquals("0", first.read("rw.size"));
    }
}
