package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.canary.HiddenStateElement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds every registered element random traffic and replays it, by {@link ReplayLab}. */
class EveryElementReplayTest {
    private static final List<Long> SEEDS = List.of(1L, 20_261_121L);

    @TestFactory
    Stream<DynamicTest> shouldReplayBitByBit() {
        final ReplayGraphs graphs = ReplayGraphs.read();
        final List<DynamicTest> tests = new ArrayList<>();
        for (final ElementClass elementClass : ElementClasses.standard().all()) {
            if (!graphs.isLeftOut(elementClass.name())) {
                tests.add(DynamicTest.dynamicTest(elementClass.name(), () -> replay(graphs.graph(elementClass))));
            }
        }
        return tests.stream();
    }

    @Test
    void shouldLeaveOutOnlyElementsThatExist() {
        final ElementClasses classes = ElementClasses.standard();
        ReplayGraphs.read().names().forEach(name -> assertTrue(classes.find(name) != null, name));
    }

    /** The canaries: one access that is not told, and state in a field, are found. */
    @ParameterizedTest
    @CsvSource({"IPEncap, identifier", "EtherSwitch, stations", "IPReassembler, datagrams", "ICMPPingSource, pings"})
    void shouldNoticeAnAccessThatIsMissing(final String className, final String container) {
        final ElementClass elementClass = ElementClasses.standard().find(className);
        final String graph = ReplayGraphs.read().graph(elementClass);
        assertThrows(AssertionError.class, () -> {
            for (final long seed : SEEDS) {
                try (ReplayLab lab = new ReplayLab(graph, seed)) {
                    lab.run("x", container);
                }
            }
        });
    }

    @Test
    void shouldNoticeStateInAField() {
        assertThrows(AssertionError.class, () -> replay(HiddenStateElement.GRAPH));
    }

    private static void replay(final String graph) {
        for (final long seed : SEEDS) {
            try (ReplayLab lab = new ReplayLab(graph, seed)) {
                lab.run(null, null);
            }
        }
    }
}
