package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClickLanguageTest {
    static List<GoldenCases.Case> graphs() {
        return GoldenCases.read("graphs.txt");
    }

    static List<GoldenCases.Case> faults() {
        return GoldenCases.read("faults.txt");
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void shouldReadGraph(final GoldenCases.Case graph) {
        assertEquals(graph.expected(), parse(graph.input()).flatText().stripTrailing());
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void shouldReadItsOwnFlatTextAsTheSameGraph(final GoldenCases.Case graph) {
        final GraphDefinition definition = parse(graph.input());
        final GraphDefinition again = parse(definition.flatText());

        assertEquals(definition.flatText(), again.flatText());
        assertEquals(definition.fingerprint(), again.fingerprint());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldReportFaults(final GoldenCases.Case faults) {
        final var thrown = assertThrows(ConfigurationException.class, () -> parse(faults.input()));
        assertEquals(faults.expected(), thrown.getMessage());
    }

    @Test
    void shouldReadLibrariesOnceAndTellTheirLines() {
        final Map<String, String> files = Map.of(
                "a.click", "elementclass A { -> Pass -> }\nrequire(library b.click)\nx -> Sink",
                "b.click", "require(library a.click)\n\n\ny -> Sink");
        final io.holdfast.element.click.Libraries libraries = (from, name) -> files.containsKey(name)
                ? new io.holdfast.element.click.Libraries.Library("lib/" + name, files.get(name))
                : null;
        final String text = "\nrequire(library a.click, library b.click) Source -> A -> Sink\nz -> Sink";
        final var thrown = assertThrows(
                ConfigurationException.class,
                () -> GraphDefinition.parse("f.click", text, Map.of(), TestClasses.all(), libraries));
        assertEquals(
                List.of(
                        "lib/b.click:4: undeclared element 'y'",
                        "lib/a.click:3: undeclared element 'x'",
                        "f.click:3: undeclared element 'z'"),
                thrown.lines());
    }

    @Test
    void shouldLetVariablesFromOutsideWinOverDefinitions() {
        final String text = "define($color 3, $other $color); Source -> Paint($color) -> Paint($other) -> Sink;";
        final GraphDefinition definition = GraphDefinition.parse("f", text, Map.of("color", "9"), TestClasses.all());

        assertEquals(2, definition.flatText().split("Paint\\(9\\)", -1).length - 1);
    }

    @Test
    void shouldCountLinesEndedByCarriageReturns() {
        final var thrown = assertThrows(ConfigurationException.class, () -> parse("\r\n\r\n\rx -> Sink"));
        assertEquals(
                List.of("f.click:4: undeclared element 'x'"), thrown.lines().subList(0, 1));
    }

    @Test
    void shouldReadUnclosedQuotesAndBytes() {
        for (final String tail : List.of("'", "\"", "\\<", "\"\\", "\"\\<", "/*", "//", "(")) {
            final var thrown = assertThrows(ConfigurationException.class, () -> parse("Words(a" + tail));
            assertEquals("f.click:1: expected ')'", thrown.getMessage(), tail);
        }
    }

    @Test
    void shouldTellGraphsApartByTheirFingerprint() {
        assertNotEquals(
                parse("Source -> Paint(1) -> Sink").fingerprint(),
                parse("Source -> Paint(2) -> Sink").fingerprint());
        assertEquals(
                parse("Source -> Paint(1) -> Sink").fingerprint(),
                parse("/* same */ Source ->\n Paint( 1 , ) -> Sink;").fingerprint());
    }

    @Test
    void shouldTellTheDeepestHeader() {
        assertEquals(0, parse("Source -> Sink").headerDepthBytes());
        assertEquals(14, parse("Source -> Paint(1) -> Sink").headerDepthBytes());
    }

    @Test
    void shouldRefuseTooDeepNesting() {
        final String text = "{".repeat(100_000);
        final var thrown = assertThrows(ConfigurationException.class, () -> parse(text));
        assertEquals("f.click:1: maximum compound element nesting depth exceeded", thrown.getMessage());
    }

    @Test
    void shouldReadNestingUpToTheLimit() {
        final String text = "{ -> ".repeat(64) + "Pass" + " -> }".repeat(64);
        assertEquals(3, parse("Source -> " + text + " -> Sink").elementCount());
    }

    @Test
    void shouldRefuseTooManyElements() {
        final StringBuilder text = new StringBuilder("elementclass C0 { Words; Words }");
        for (int i = 1; i < 20; i++) {
            text.append("elementclass C")
                    .append(i)
                    .append(" { a, b :: C")
                    .append(i - 1)
                    .append(" }");
        }
        final var thrown = assertThrows(ConfigurationException.class, () -> parse(text + "C19"));
        assertEquals("f.click:1: too many elements, limit 65536", thrown.getMessage());
    }

    @Test
    void shouldRefuseVariablesThatGrowWithoutBound() {
        final String text = "define($x " + "$x".repeat(100) + "); Words($x)";
        final var thrown = assertThrows(ConfigurationException.class, () -> parse(text));
        assertEquals(
                "f.click:1: configuration string of 'Words@1' too long, limit 1048576 characters", thrown.getMessage());
    }

    private static GraphDefinition parse(final String text) {
        return GraphDefinition.parse("f.click", text, Map.of(), TestClasses.all());
    }
}
