package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the golden files under {@code src/test/resources/golden}.
 *
 * <pre>
 *   == configuration            the graph, in Click's language; ports are p0 to p3, known as TestInput(N), TestOutput(N)
 *   == in N                     frames received by port N as one burst, one per line ({@link FrameText})
 *   == out N                    all frames that port N has sent since
 *   == advance MILLISECONDS
 *   == announce
 *   == read HANDLER | VALUE     == write HANDLER | VALUE
 *   == count COUNTER VALUE      a statistics counter
 *   == refused MESSAGE          configuring fails with this in its message (instead of the sections above)
 * </pre>
 *
 * <p>A line that begins with {@code #} is a comment. A file may hold several cases, each from its configuration on.
 * Whatever has been sent must be in an {@code out} section: at the end nothing may be left.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final int PORTS = 4;

    private record Section(String title, List<String> lines) {}

    static Stream<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(FOLDER)) {
            return found.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void shouldTurnInputsIntoOutputs(final Path file) throws IOException {
        List<Section> testCase = new ArrayList<>();
        for (final Section section : sections(Files.readAllLines(file))) {
            if (section.title().equals("configuration") && !testCase.isEmpty()) {
                run(testCase);
                testCase = new ArrayList<>();
            }
            testCase.add(section);
        }
        run(testCase);
    }

    private static List<Section> sections(final List<String> lines) {
        final List<Section> sections = new ArrayList<>();
        for (final String line : lines) {
            if (line.startsWith("==")) {
                sections.add(new Section(line.substring(2).strip(), new ArrayList<>()));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                sections.getLast().lines().add(line.strip());
            }
        }
        return sections;
    }

    private static void run(final List<Section> sections) {
        final String configuration = String.join("\n", sections.getFirst().lines());
        if (sections.get(1).title().startsWith("refused")) {
            final String expected =
                    sections.get(1).title().substring("refused".length()).strip();
            final ConfigurationException refusal = assertThrows(
                    ConfigurationException.class,
                    () -> GraphTester.of(configuration).close());
            assertEquals(true, refusal.getMessage().contains(expected), refusal.getMessage());
            return;
        }
        try (GraphTester graph = GraphTester.of(configuration)) {
            for (final Section section : sections.subList(1, sections.size())) {
                run(graph, section, configuration);
            }
            for (int port = 0; port < PORTS; port++) {
                assertEquals(List.of(), graph.sent(port), "left at port " + port + ": " + configuration);
            }
        }
    }

    private static void run(final GraphTester graph, final Section section, final String configuration) {
        final String[] words = section.title().split("\\s+", 3);
        switch (words[0]) {
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
            case "advance" -> graph.advance(Long.parseLong(words[1]) * 1_000_000);
            case "announce" -> graph.graph().announce();
            case "read" ->
                assertEquals(words[2].substring(2).strip(), graph.read(words[1]).strip(), section.title());
            case "write" ->
                graph.write(
                        words[1], words.length < 3 ? "" : words[2].substring(2).strip());
            case "count" ->
                assertEquals(Long.parseLong(words[2]), graph.statistic(words[1]), section.title() + configuration);
            default -> throw new IllegalArgumentException("unknown section: " + section.title());
        }
    }

    private static String hex(final String frame) {
        return HexFormat.of().formatHex(FrameText.parse(frame));
    }
}
