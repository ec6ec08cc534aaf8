package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulling in bursts gives the same packets in the same order as pulling them one by one. */
class PullEquivalenceTest {
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RoundRobinSched",
                "PrioSched",
                "StrideSched(5, 2, 1)",
                "DRRSched(40)",
                "DRRSched(7)",
                "PullSwitch(1)"
            })
    void shouldPullBurstsAsSinglePackets(final String scheduler) {
        for (int seed = 1; seed <= 5; seed++) {
            final List<String> single = outputs(scheduler, "Puller(1)", seed);
            assertEquals("", firstDifference(single, outputs(scheduler, "Puller(32)", seed)), "seed " + seed);
            assertEquals("", firstDifference(single, outputs(scheduler, "Puller(5)", seed)), "seed " + seed);
        }
    }

    /** The test of the test: a scheduler that keeps to one input for a burst is found out. */
    @org.junit.jupiter.api.Test
    void shouldNoticeASchedulerThatKeepsToOneInput() {
        org.junit.jupiter.api.Assertions.assertNotEquals(
                outputs("GreedySched", "Puller(1)", 1), outputs("GreedySched", "Puller(32)", 1));
    }

    private static String firstDifference(final List<String> expected, final List<String> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return "packet " + i + ": expected " + expected.get(i) + ", was " + actual.get(i);
            }
        }
        return expected.size() == actual.size() ? "" : expected.size() + " packets expected, were " + actual.size();
    }

    private static List<String> outputs(final String scheduler, final String puller, final int seed) {
        final Random random = new Random(seed);
        final String configuration = "s :: " + scheduler + "; TestInput(0) -> Queue(50) -> [0]s;"
                + "TestInput(1) -> Queue(50) -> [1]s; TestInput(2) -> Queue(50) -> Strip(1) -> [2]s;"
                + "s -> Counter -> p :: " + puller + " -> TestOutput(3)";
        final List<String> sent = new ArrayList<>();
        try (GraphTester graph = GraphTester.of(configuration, classes())) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int port = 0; port < 3; port++) {
                    graph.receive(port, packets(random, port, round));
                }
                if (random.nextInt(3) == 0) {
                    graph.write("p.pull", Integer.toString(random.nextInt(70)));
                    sent.addAll(graph.sent(3));
                }
            }
            graph.write("p.pull", "1000");
            sent.addAll(graph.sent(3));
        }
        return sent;
    }

    private static byte[][] packets(final Random random, final int port, final int round) {
        final byte[][] packets = new byte[random.nextInt(4)][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new byte[4 + random.nextInt(60)];
            packets[i][0] = (byte) port;
            packets[i][1] = (byte) port;
            packets[i][2] = (byte) round;
            packets[i][3] = (byte) i;
        }
        return packets;
    }

    private static ElementClasses classes() {
        final ElementClasses classes = GraphTester.classes();
        classes.add(ElementClass.of("Puller", Puller::new).withProcessing("l/h").withSummary("pulls when told"));
        classes.add(ElementClass.of("GreedySched", Greedy::new)
                .withPorts("-/1")
                .withProcessing("l/l")
                .withSummary("pulls a burst from each input in turn"));
        return classes;
    }

    /** Pulls as many packets as its handler says, so many at a time. */
    private static final class Puller extends Element {
        private final PacketBatch batch = new PacketBatch();
        private int burst;

        @Override
        public void configure(final Arguments arguments) {
            burst = arguments.mandatoryInteger("BURST", 1, 32);
            arguments.finish();
        }

        @Override
        public void addHandlers(final Handlers handlers) {
            handlers.write("pull", text -> pull(Integer.parseInt(text)));
        }

        private void pull(final int wanted) {
            int left = wanted;
            int misses = 0;
            while (left > 0 && misses < 100) {
                final int pulled = input(0).pull(batch, Math.min(burst, left));
                output(0).push(batch);
                left -= pulled;
                misses = pulled == 0 ? misses + 1 : 0;
            }
        }

        @Override
        public int pullBurstPackets() {
            return 0;
        }

        @Override
        public void push(final int input, final PacketBatch packets) {
            packets.free();
        }
    }

    private static final class Greedy extends Element {
        private int next;

        @Override
        public void pull(final int output, final PacketBatch batch, final int maxPackets) {
            for (int i = 0; i < inputCount(); i++) {
                next = (next + 1) % inputCount();
                if (input(next).pull(batch, maxPackets) > 0) {
                    return;
                }
            }
        }

        @Override
        public void push(final int input, final PacketBatch packets) {
            packets.free();
        }
    }
}
