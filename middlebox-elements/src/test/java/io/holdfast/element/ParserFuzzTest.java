package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text, the answer is a graph or a list of faults. */
class ParserFuzzTest {
    @Property(tries = 2000)
    void shouldAnswerAnyCharacters(@ForAll final String text) {
        parse(text);
    }

    @Property(tries = 5000)
    void shouldAnswerAnyTokens(@ForAll("tokens") final String text) {
        parse(text);
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "Sink",
                        "Source",
                        "Pass",
                        "Idle",
                        "Paint(3)",
                        "Words",
                        "C",
                        "->",
                        "=>",
                        "::",
                        ",",
                        ";",
                        "[",
                        "]",
                        "0",
                        "1",
                        "-",
                        "{",
                        "}",
                        "{ -> ",
                        "(",
                        ")",
                        "|",
                        "||",
                        "...",
                        "$x",
                        "$",
                        "elementclass",
                        "elementclass C {",
                        "define",
                        "define($x 3)",
                        "require",
                        "require(x)",
                        "provide",
                        "input",
                        "output",
                        "(a, $x",
                        "'",
                        "\"",
                        "\\<",
                        "//",
                        "/*",
                        "*/",
                        "\n",
                        "\r",
                        "#",
                        "# 3 \"f\"",
                        "#x",
                        "é",
                        "😀",
                        "[1,]",
                        "[]",
                        "KEY $y",
                        "$x |",
                        "${x[",
                        "${x-$x}",
                        "a/b",
                        "/")
                .list()
                .ofMaxSize(40)
                .map(words -> String.join(" ", words));
    }

    /** Reads a text; the flat text of a graph must read back as itself. */
    private static void parse(final String text) {
        final GraphDefinition definition;
        try {
            definition = GraphDefinition.parse("f", text, Map.of("x", "1 2"), TestClasses.all());
        } catch (final ConfigurationException e) {
            assertFalse(e.lines().isEmpty());
            return;
        }
        final String flat = definition.flatText();
        assertEquals(
                flat,
                GraphDefinition.parse("f", flat, Map.of(), TestClasses.all()).flatText());
    }
}
