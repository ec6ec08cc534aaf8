package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the golden files, a topic each: {@code io/holdfast/element/golden/TOPIC.txt} (and {@code golden/}) in the test
 * resources.
 *
 * <pre>
 *   == configuration [NAME]     the graph, in Click's language; ports are p0 to p3, known as TestInput(N), TestOutput(N)
 *   == in N                     frames received by port N as one burst, one per line ({@link FrameText})
 *   == out N                    all frames that port N has sent since
 *   == advance MILLISECONDS     the clock goes on, timers fire
 *   == announce
 *   == read HANDLER [ARGUMENTS] | VALUE   or without a value on the line: the lines that follow
 *   == write HANDLER | VALUE
 *   == rejects HANDLER VALUE | MESSAGE   a write that fails
 *   == count COUNTER VALUE      a statistics counter
 *   == printed                  all lines that elements have shown since
 *   == stopped                  an element has asked the driver to stop
 *   == flat                     the flat configuration
 *   == warnings                 all warnings of the configuration
 *   == file NAME                the lines go to a file in $DIR, which stands before the configuration
 *                               (packets, if its name ends with .pcap: {@link TraceFiles})
 *   == content NAME             what is in a file
 *   == trace NAME               packets in a file
 *   == refused MESSAGE          configuring fails with this in its message (instead of the sections above)
 *   == errors                   configuring fails with exactly these lines; the file is called test.click
 * </pre>
 *
 * <p>A line that begins with {@code #} is a comment; indents count in {@code errors}, {@code warnings} and
 * {@code configuration} only. A file may hold several cases, each from its configuration (or its files) on. Whatever
 * has been sent must be in an {@code out} section: at the end nothing may be left.
 */
class GoldenTest {
    private static final List<Path> FOLDERS =
            List.of(Path.of("src/test/resources/io/holdfast/element/golden"), Path.of("src/test/resources/golden"));
    private static final int PORTS = 4;

    @TempDir
    private Path directory;

    private record Section(String title, List<String> lines) {
        String word() {
            return title.split("\\s+", 2)[0];
        }

        String rest() {
            final String[] words = title.split("\\s+", 2);
            return words.length < 2 ? "" : words[1];
        }

        String text() {
            return String.join("\n", lines);
        }

        String strippedText() {
            return String.join("\n", lines.stream().map(String::strip).toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldTurnInputsIntoOutputs() throws IOException {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final Path folder : FOLDERS) {
            try (Stream<Path> found = Files.list(folder)) {
                found.sorted().forEach(file -> addCases(file, tests));
            }
        }
        return tests.stream();
    }

    private void addCases(final Path file, final List<DynamicTest> tests) {
        List<Section> testCase = new ArrayList<>();
        boolean hasConfiguration = false;
        for (final Section section : sections(file)) {
            final boolean begins =
                    section.word().equals("configuration") || section.word().equals("file");
            if (begins && hasConfiguration) {
                add(file, testCase, tests);
                testCase = new ArrayList<>();
                hasConfiguration = false;
            }
            hasConfiguration |= section.word().equals("configuration");
            testCase.add(section);
        }
        add(file, testCase, tests);
    }

    private void add(final Path file, final List<Section> testCase, final List<DynamicTest> tests) {
        final String name = testCase.stream()
                .filter(section -> section.word().equals("configuration"))
                .findFirst()
                .orElseThrow()
                .rest();
        final String topic = file.getFileName().toString().replace(".txt", "");
        tests.add(DynamicTest.dynamicTest(topic + " " + (tests.size() + 1) + " " + name, () -> run(testCase)));
    }

    private static List<Section> sections(final Path file) {
        final List<Section> sections = new ArrayList<>();
        try {
            for (final String line : Files.readAllLines(file)) {
                if (line.startsWith("==")) {
                    sections.add(new Section(line.substring(2).strip(), new ArrayList<>()));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    sections.getLast().lines().add(line.stripTrailing());
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return sections;
    }

    private void run(final List<Section> sections) throws IOException {
        int first = 0;
        for (; sections.get(first).word().equals("file"); first++) {
            final Path file = directory.resolve(sections.get(first).rest());
            if (file.toString().endsWith(".pcap")) {
                TraceFiles.write(file, sections.get(first).lines());
            } else {
                Files.writeString(file, sections.get(first).strippedText() + "\n");
            }
        }
        final String configuration = sections.get(first).text().replace("$DIR", directory.toString());
        final List<Section> steps = sections.subList(first + 1, sections.size());
        if (!steps.isEmpty()
                && List.of("refused", "errors").contains(steps.getFirst().word())) {
            expectRefusal(configuration, steps.getFirst());
            return;
        }
        try (GraphTester graph = GraphTester.of(configuration)) {
            graph.settle();
            for (final Section section : steps) {
                run(graph, section, configuration);
            }
            for (int port = 0; port < PORTS; port++) {
                assertEquals(List.of(), graph.sent(port), "left at port " + port + ": " + configuration);
            }
        }
    }

    private static void expectRefusal(final String configuration, final Section expected) {
        final ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> GraphTester.of(configuration).close());
        if (expected.word().equals("errors")) {
            assertEquals(expected.text(), refusal.getMessage());
        } else {
            assertTrue(refusal.getMessage().contains(expected.rest()), refusal.getMessage());
        }
    }

    private void run(final GraphTester graph, final Section section, final String configuration) throws IOException {
        final String[] words = section.title().split("\\s+", 3);
        switch (section.word()) {
            case "in" ->
                graph.receive(
                        Integer.parseInt(words[1]),
                        section.lines().stream().map(FrameText::parse).toArray(byte[][]::new));
            case "out" ->
                assertEquals(
                        String.join(
                                "\n",
                                section.lines().stream().map(GoldenTest::hex).toList()),
                        String.join("\n", graph.sent(Integer.parseInt(words[1]))),
                        section.title() + " " + section.lines() + " of " + configuration);
            case "advance" -> graph.advance((long) (Double.parseDouble(words[1]) * 1e6));
            case "announce" -> graph.graph().announce();
            case "read" -> expectRead(graph, section);
            case "write" -> {
                graph.write(words[1], value(section));
                graph.settle();
            }
            case "rejects" -> expectRejection(graph, section);
            case "count" ->
                assertEquals(Long.parseLong(words[2]), graph.statistic(words[1]), section.title() + configuration);
            case "printed" -> assertEquals(section.strippedText(), String.join("\n", stripped(graph.printed())));
            case "stopped" -> assertTrue(graph.isStopRequested(), "stop is not requested");
            case "flat" ->
                assertEquals(
                        section.strippedText(), graph.definition().flatText().strip());
            case "warnings" ->
                assertEquals(
                        section.text(), String.join("\n", graph.definition().warnings()));
            case "content" ->
                assertEquals(
                        section.strippedText(),
                        String.join("\n", stripped(Files.readAllLines(directory.resolve(section.rest())))));
            case "trace" ->
                assertEquals(
                        String.join(
                                "\n",
                                section.lines().stream()
                                        .map(TraceFiles::normalized)
                                        .toList()),
                        String.join("\n", TraceFiles.read(directory.resolve(section.rest()))));
            default -> throw new IllegalArgumentException("unknown section: " + section.title());
        }
    }

    private static void expectRead(final GraphTester graph, final Section section) {
        final String[] call = section.rest().split("\\|", 2)[0].strip().split("\\s+", 2);
        final String result = graph.graph().read(call[0], call.length < 2 ? "" : call[1]);
        final String expected = section.rest().contains("|") ? value(section) : section.strippedText();
        assertEquals(expected, String.join("\n", stripped(List.of(result.strip().split("\n", -1)))), section.title());
    }

    private static void expectRejection(final GraphTester graph, final Section section) {
        final String call =
                section.rest().substring(0, section.rest().indexOf('|')).strip();
        final String[] words = call.split("\\s+", 2);
        final IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> graph.write(words[0], words.length < 2 ? "" : words[1]));
        assertEquals(value(section), thrown.getMessage());
    }

    private static String value(final Section section) {
        final int bar = section.rest().indexOf('|');
        return bar < 0 ? "" : section.rest().substring(bar + 1).strip();
    }

    private static List<String> stripped(final List<String> lines) {
        return lines.stream().map(String::strip).toList();
    }

    private static String hex(final String frame) {
        return HexFormat.of().formatHex(FrameText.parse(frame));
    }
}
