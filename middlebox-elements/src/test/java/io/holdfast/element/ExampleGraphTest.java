package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the example configurations: packets in, packets out, at the right time; and once more on a second node. */
class ExampleGraphTest {
    private static final Path HERE = Path.of(".");
    private static final long SEED = 7;
    private static final int LEAST_STEPS = 3;

    @TestFactory
    Stream<DynamicTest> shouldTurnPacketsInIntoPacketsOut() {
        return ExampleTraffic.all(HERE).stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> run(example)));
    }

    /** A replica and a node that joins half-way send the same and end with the same state. */
    @TestFactory
    Stream<DynamicTest> shouldDoTheSameOnASecondNode() {
        return ExampleTraffic.all(HERE).stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> replay(example, null, null)));
    }

    /** A canary: a second node that is not told of a table's changes is found. */
    @Test
    void shouldNoticeATableThatTellsNothing() {
        final ExampleTraffic example = ExampleTraffic.all(HERE).stream()
                .filter(each -> each.name().equals("learning-switch"))
                .findFirst()
                .orElseThrow();
        assertThrows(AssertionError.class, () -> replay(example, "switch", "stations"));
    }

    private static void run(final ExampleTraffic example) {
        try (GraphTester graph = GraphTester.of(
                example.configuration(HERE), example.ports().toArray(String[]::new))) {
            graph.graph().announce();
            graph.settle();
            long timeNs = 0;
            final List<String> expected = new ArrayList<>();
            for (final ExampleTraffic.Event event : example.events()) {
                if (event.isInput() || event.timeNs() > timeNs) {
                    assertSent(example, graph, expected, timeNs);
                    graph.advance(event.timeNs() - timeNs);
                    timeNs = event.timeNs();
                }
                if (event.isInput()) {
                    assertSent(example, graph, expected, timeNs);
                    graph.receive(event.port(), new byte[][] {event.frame()});
                } else {
                    expected.add(line(example, event.port(), HexFormat.of().formatHex(event.frame())));
                }
            }
            assertSent(example, graph, expected, timeNs);
            for (final ExampleTraffic.Read read : example.reads()) {
                assertEquals(read.value(), graph.read(read.handler()).strip(), read.handler());
            }
        }
    }

    /** By port: the order among ports does not matter. */
    private static void assertSent(
            final ExampleTraffic example, final GraphTester graph, final List<String> expected, final long timeNs) {
        final List<String> sent = new ArrayList<>();
        for (int port = 0; port < example.ports().size(); port++) {
            for (final String frame : graph.sent(port)) {
                sent.add(line(example, port, frame));
            }
        }
        final List<String> byPort = new ArrayList<>();
        for (final String port : example.ports()) {
            expected.stream().filter(line -> line.startsWith(port + " ")).forEach(byPort::add);
        }
        assertEquals(String.join("\n", byPort), String.join("\n", sent), example.name() + " at " + timeNs * 1e-9);
        expected.clear();
    }

    private static String line(final ExampleTraffic example, final int port, final String frame) {
        return example.ports().get(port) + " " + frame;
    }

    private static void replay(final ExampleTraffic example, final String deafOwner, final String deafName) {
        final List<ReplayTraffic.Step> steps = example.steps();
        assertTrue(steps.size() >= LEAST_STEPS, "too little traffic: " + example.name());
        final String[] ports = example.ports().toArray(String[]::new);
        try (ReplayLab lab = new ReplayLab(example.configuration(HERE), SEED, steps, ports)) {
            lab.run(deafOwner, deafName);
        }
    }
}
