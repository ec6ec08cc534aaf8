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
                .filter(each -> each.name().equals("dns-proxy"))
                .findFirst()
                .orElseThrow();
        assertThrows(AssertionError.class, () -> replay(example, "names", "flows"));
    }

    private static void run(final ExampleTraffic example) {
        final List<String> expected = new ArrayList<>();
        final List<String> actual = new ArrayList<>();
        try (GraphTester graph =
                GraphTester.of(example.configuration(HERE), example.ports().toArray(String[]::new))) {
            graph.graph().announce();
            graph.settle();
            long timeNs = 0;
            final List<String> due = new ArrayList<>();
            for (final ExampleTraffic.Event event : example.events()) {
                if (event.isInput() || event.timeNs() > timeNs) {
                    collect(example, graph, timeNs, due, expected, actual);
                    graph.advance(event.timeNs() - timeNs);
                    timeNs = event.timeNs();
                }
                if (event.isInput()) {
                    collect(example, graph, timeNs, due, expected, actual);
                    graph.receive(event.port(), new byte[][] {event.frame()});
                } else {
                    due.add(line(example, event.port(), HexFormat.of().formatHex(event.frame())));
                }
            }
            collect(example, graph, timeNs, due, expected, actual);
            for (final ExampleTraffic.Read read : example.reads()) {
                expected.add(read.handler() + " " + read.value());
                actual.add(read.handler() + " " + graph.read(read.handler()).strip());
            }
        }
        assertEquals(String.join("\n", expected), String.join("\n", actual), example.name());
    }

    /** By port: the order among ports does not matter. */
    private static void collect(
            final ExampleTraffic example,
            final GraphTester graph,
            final long timeNs,
            final List<String> due,
            final List<String> expected,
            final List<String> actual) {
        for (int port = 0; port < example.ports().size(); port++) {
            final String name = example.ports().get(port) + " ";
            due.stream()
                    .filter(line -> line.startsWith(name))
                    .forEach(line -> expected.add(timeNs * 1e-9 + " " + line));
            for (final String frame : graph.sent(port)) {
                actual.add(timeNs * 1e-9 + " " + line(example, port, frame));
            }
        }
        due.clear();
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
