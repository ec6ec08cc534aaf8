package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.element.click.ConfigurationText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private final List<String> faults = new ArrayList<>();

    @Test
    void shouldTakeByPlaceAndByKeyword() {
        final Arguments arguments = arguments("1, B 2, C 0x10");

        assertEquals(1, arguments.mandatoryInteger("A", 0, 9));
        assertEquals(2, arguments.mandatoryInteger("B", 0, 9));
        assertEquals(16, arguments.integer("C", 0, 99, 5));
        assertEquals(7, arguments.integer("D", 0, 99, 7));
        shouldFinish(arguments);
    }

    @Test
    void shouldLetTheLastOfEqualKeywordsCount() {
        final Arguments arguments = arguments("A 1, A 2");
        assertEquals(2, arguments.integer("A", 0, 9, 0));
        shouldFinish(arguments);
    }

    @Test
    void shouldNotTakeAKeywordForAnOptionalPlace() {
        final Arguments arguments = arguments("B 2");
        assertEquals(5, arguments.integer("A", 0, 9, 5));
        assertEquals(2, arguments.integer("B", 0, 9, 0));
        shouldFinish(arguments);
    }

    @Test
    void shouldTakeSpacedTextForAMandatoryPlaceIfNothingMatches() {
        final Arguments arguments = arguments("hello world");
        assertEquals("", arguments.mandatoryWord("TEXT"));
        shouldFinish(arguments, "TEXT: parse error");
    }

    @Test
    void shouldUnquoteWords() {
        final Arguments arguments = arguments("\"a \\x41\\n\" , 'b, $', \\<43 44>e");
        assertEquals("a A\n", arguments.mandatoryWord("A"));
        assertEquals("b, $", arguments.word("B", "x"));
        assertEquals("CDe", arguments.word("C", "x"));
        shouldFinish(arguments);
    }

    @Test
    void shouldLeavePlacesToTheRestWhenOnlyKeywordsAreAsked() {
        final Arguments arguments = arguments("drop, CAPACITY 9, pattern - - 1 2, ON true, WAIT 2ms");
        final Arguments keywords = arguments.keywords();

        assertEquals(9, keywords.integer("CAPACITY", 1, 10, 3));
        assertEquals(true, keywords.bool("ON", false));
        assertEquals(4, keywords.integer("OTHER", 1, 10, 4));
        assertEquals(2_000_000, keywords.durationNs("WAIT", 0));
        assertNull(keywords.keyword("NONE"));
        assertEquals(2, arguments.remaining());
        assertEquals(List.of("drop", "pattern - - 1 2"), arguments.rest());
        shouldFinish(arguments);
    }

    @Test
    void shouldGiveKeywordTextAsItStands() {
        final Arguments arguments = arguments("TEXT 'a b'  c");
        assertEquals("'a b'  c", arguments.keyword("TEXT"));
        shouldFinish(arguments);
    }

    @Test
    void shouldReportEveryFault() {
        final Arguments arguments = arguments("x, y, 300, Z what, too, many");
        arguments.mandatoryInteger("A", 0, 9);
        arguments.mandatoryIpAddress("B");
        arguments.integer("C", 0, 255, 0);
        arguments.bool("Z", false);
        arguments.mandatoryEtherAddress("E");
        arguments.durationNs("T", 0);
        arguments.mandatoryWord("MISSING");
        arguments.error("and another");
        shouldFinish(
                arguments,
                "A: invalid number",
                "B: parse error",
                "C: out of range, bound 255",
                "Z: parse error",
                "E: parse error",
                "T: parse error",
                "MISSING: required argument missing",
                "and another");
    }

    @Test
    void shouldReportWhatNobodyTook() {
        shouldFinish(
                arguments("FOO 3, 4, 5, BAR 6"),
                "FOO: unknown argument",
                "BAR: unknown argument",
                "too many arguments");
    }

    @Test
    void shouldReportTheLowerBound() {
        final Arguments arguments = arguments("-9223372036854775809");
        assertEquals(3, arguments.integer("A", -1, 255, 3));
        shouldFinish(arguments, "A: out of range, bound -1");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "42, 42",
        "+7, 7",
        "-7, -7",
        "0x1F, 31",
        "0b101, 5",
        "010, 8",
        "1_000, 1000",
        "0x1_0, 16",
        "00, 0",
        "09, ",
        "1__0, ",
        "_1, ",
        "1_, ",
        "0x, ",
        "1e3, ",
        "'', ",
        "99999999999, 99"
    })
    void shouldReadIntegers(final String text, final Integer expected) {
        final Arguments arguments = arguments(text.isEmpty() ? "''" : text);
        final int value = arguments.integer("N", -100, Integer.MAX_VALUE, 99);
        assertEquals(expected == null ? 99 : expected, value);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3.4, 16909060", "255.255.255.255, -1", "256.1.1.1, 0", "1.2.3, 0", "1.2.3.4.5, 0", "a.b.c.d, 0"})
    void shouldReadIpAddresses(final String text, final int expected) {
        assertEquals(expected, arguments(text).mandatoryIpAddress("IP"));
    }

    @ParameterizedTest
    @CsvSource({
        "1:2:3:a:B:ff, 1108152552447",
        "00-00-00-00-00-01, 1",
        "0:0-0:0:0:1, 0",
        "0:0:0:0:1, 0",
        "0:0:0:0:0:100, 0"
    })
    void shouldReadEthernetAddresses(final String text, final long expected) {
        assertEquals(expected, arguments(text).mandatoryEtherAddress("ETHER"));
    }

    @ParameterizedTest
    @CsvSource({
        "300, 300000000000",
        "10ms, 10000000",
        "2h, 7200000000000",
        "1.5s, 1500000000",
        ".5, 500000000",
        "3 us, 3000",
        "7ns, 7",
        "1m, 60000000000",
        "1d, 86400000000000",
        "1day, 86400000000000",
        "99999d9, -1",
        "-1, -1",
        "x, -1",
        "99999999999999d, 9223372036854775807"
    })
    void shouldReadTimes(final String text, final long expected) {
        assertEquals(expected, arguments(text).durationNs("T", -1));
    }

    private Arguments arguments(final String configuration) {
        return new ArgumentList(ConfigurationText.arguments(configuration), faults::add);
    }

    private void shouldFinish(final Arguments arguments, final String... expectedFaults) {
        arguments.finish();
        assertEquals(List.of(expectedFaults), faults);
    }
}
