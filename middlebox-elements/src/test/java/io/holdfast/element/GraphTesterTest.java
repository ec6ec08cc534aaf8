package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTesterTest {
    @Test
    void shouldPassFramesFromPortToPort() {
        try (GraphTester graph = GraphTester.of("TestInput(0) -> TestOutput(1); TestInput(1) -> Discard;")) {
            graph.receive(0, "01 02 03", "0405").receive(1, "06").receive(2, "07");

            assertEquals(List.of("010203", "0405"), graph.sent(1));
            assertEquals(List.of(), graph.sent(0));
            assertEquals(1, graph.statistic("(graph).unclaimed_packets"));
        }
    }
}
