package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A graph that begins with another's state goes on as the other does: queues, shapers, schedulers, delays, sources and
 * scripts keep all that they know in state.
 */
class QueueSnapshotTest {
    private static final String GRAPH = """
            TestInput(0) -> Queue(20) -> [0] s :: DRRSched(60);
            TestInput(1) -> FrontDropQueue(5) -> Shaper(50) -> [1] s;
            m :: MixedQueue(9); TestInput(2) -> [0] m; Idle -> [1] m; m -> DelayShaper(30ms) -> [2] s;
            RandomSource(20, LIMIT 5) -> Queue -> Discard;
            s -> RatedUnqueue(200) -> w :: RoundRobinSwitch -> Queue(10) -> LinkUnqueue(7ms, 2kBps) -> TestOutput(0);
            w[1] -> Queue(10) -> DelayUnqueue(12ms) -> StrideSwitch(1) -> TestOutput(1);
            w[2] -> Queue -> BandwidthShaper(3kBps) -> BandwidthRatedUnqueue(2kBps) -> TestOutput(2);
            RatedSource(DATA abcd, RATE 33) -> Queue(3) -> Unqueue(LIMIT 100) -> TestOutput(3);
            TimedSource(17ms, xyz) -> TestOutput(3);
            Script(set n 0, label again, set n $(add $n $(random 10)), wait 0.05, print $n, goto again)
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void shouldGoOnFromASnapshot(final int seed) {
        assertEquals(List.of(), differences(seed, ""), "seed " + seed);
    }

    /** The test of the test: without the memory of the queues, the two differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {".packets", ".held", ".link", ".head", ".bucket", ".script", "(graph).tasks", "(graph).timers"})
    void shouldNoticeWhatIsNotInTheSnapshot(final String leftOut) {
        boolean isNoticed = false;
        for (int seed = 1; seed <= 20 && !isNoticed; seed++) {
            isNoticed = !differences(seed, leftOut).isEmpty();
        }
        assertTrue(isNoticed, leftOut);
    }

    /** Runs one graph, begins another with its state in the middle, runs both on; tells where they differ. */
    private static List<String> differences(final int seed, final String leftOut) {
        final AccessControl recording = new AccessControl() {};
        try (GraphTester master = GraphTester.of(GRAPH, recording);
                GraphTester replica = GraphTester.of(GRAPH, recording)) {
            final Random random = new Random(seed);
            for (int step = 0; step < 60; step++) {
                step(master, random);
            }
            master.printed();
            for (int port = 0; port < 4; port++) {
                master.sent(port);
            }
            copy(master, replica, leftOut);
            final List<String> differences = new ArrayList<>();
            final long more = random.nextLong();
            final Random masterTraffic = new Random(more);
            final Random replicaTraffic = new Random(more);
            replica.clockTo(master);
            for (int step = 0; step < 60; step++) {
                step(master, masterTraffic);
                step(replica, replicaTraffic);
                for (int port = 0; port < 4; port++) {
                    if (!master.sent(port).equals(replica.sent(port))) {
                        differences.add("step " + step + " port " + port);
                    }
                }
                if (!master.printed().equals(replica.printed())) {
                    differences.add("step " + step + " script");
                }
            }
            return differences;
        }
    }

    private static void step(final GraphTester graph, final Random random) {
        final int port = random.nextInt(3);
        final byte[][] frames = new byte[random.nextInt(6)][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new byte[4 + random.nextInt(40)];
            random.nextBytes(frames[i]);
        }
        graph.receive(port, frames);
        graph.advance(random.nextInt(20_000_000));
    }

    private static void copy(final GraphTester from, final GraphTester to, final String leftOut) {
        final List<StateRegion> sources = from.state().regions();
        final List<StateRegion> targets = to.state().regions();
        assertEquals(sources.size(), targets.size());
        for (int i = 0; i < sources.size(); i++) {
            assertEquals(sources.get(i).name(), targets.get(i).name());
            if (leftOut.isEmpty() || !sources.get(i).name().contains(leftOut)) {
                NativeMemory.copy(
                        sources.get(i).address(),
                        targets.get(i).address(),
                        sources.get(i).lengthBytes());
            }
        }
    }
}
