package io.holdfast.element;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an example configuration of {@code nat-example} receives, and what it must send, read from
 * {@code io/holdfast/element/examples/NAME.txt} in the test resources:
 *
 * <pre>
 *   ports lan wan
 *   0.5  lan in   FRAME      received half a second after the start ({@link FrameText})
 *   0.5  wan out  FRAME      sent after the line before, and not later than that
 *   read HANDLER | VALUE     at the end
 * </pre>
 *
 * <p>Lines are in order of time. All that is sent must be listed, in each port's order. Blank lines and comments
 * ({@code #}) are left out.
 *
 * @param name of the example, whose graph is {@code nat-example/NAME.click}
 * @param ports names of the ports, by number
 * @param events frames in and out
 * @param reads handlers and their values at the end
 */
public record ExampleTraffic(String name, List<String> ports, List<Event> events, List<Read> reads) {
    private static final Path CASES = Path.of("src/test/resources/io/holdfast/element/examples");
    private static final Path GRAPHS = Path.of("../nat-example");
    private static final String SUFFIX = ".txt";

    /**
     * A frame received or sent.
     *
     * @param timeNs since the start
     * @param port by number
     * @param isInput whether it is received
     * @param frame its bytes
     */
    public record Event(long timeNs, int port, boolean isInput, byte[] frame) {}

    /** What a handler tells at the end. */
    public record Read(String handler, String value) {}

    /**
     * All examples with traffic.
     *
     * @param elements the directory of the module middlebox-elements
     */
    public static List<ExampleTraffic> all(final Path elements) {
        try (Stream<Path> files = Files.list(elements.resolve(CASES))) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(ExampleTraffic::read)
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text of the configuration.
     *
     * @param elements the directory of the module middlebox-elements
     */
    public String configuration(final Path elements) {
        try {
            return Files.readString(elements.resolve(GRAPHS).resolve(name + ".click"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExampleTraffic read(final Path file) {
        final String name = file.getFileName().toString().replace(SUFFIX, "");
        final List<String> ports = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        final List<Read> reads = new ArrayList<>();
        try {
            for (final String line : Files.readAllLines(file)) {
                final String[] words = line.strip().split("\\s+", 2);
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                switch (words[0]) {
                    case "ports" -> Collections.addAll(ports, words[1].split("\\s+"));
                    case "read" -> reads.add(read(words[1]));
                    default -> events.add(event(ports, line));
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ExampleTraffic(name, ports, events, reads);
    }

    private static Read read(final String text) {
        final String[] parts = text.split("\\|", 2);
        return new Read(parts[0].strip(), parts[1].strip());
    }

    private static Event event(final List<String> ports, final String line) {
        final String[] words = line.strip().split("\\s+", 4);
        final int port = ports.indexOf(words[1]);
        if (port < 0 || !words[2].equals("in") && !words[2].equals("out")) {
            throw new IllegalArgumentException("not SECONDS PORT in|out FRAME: " + line);
        }
        final long timeNs = new BigDecimal(words[0]).movePointRight(9).longValueExact();
        return new Event(timeNs, port, words[2].equals("in"), FrameText.parse(words[3]));
    }

    /** Frames that a port must send, in order, in hexadecimal. */
    public List<String> sent(final int port) {
        return events.stream()
                .filter(event -> !event.isInput() && event.port() == port)
                .map(event -> java.util.HexFormat.of().formatHex(event.frame()))
                .toList();
    }

    /** What is received, as steps for a lab: each frame a burst. A last one lets a second pass. */
    List<ReplayTraffic.Step> steps() {
        final List<ReplayTraffic.Step> steps = new ArrayList<>();
        long timeNs = 0;
        for (final Event event : events) {
            if (event.isInput()) {
                steps.add(
                        new ReplayTraffic.Step(event.port(), List.of(event.frame()), event.timeNs() - timeNs, "", ""));
                timeNs = event.timeNs();
            }
        }
        steps.add(new ReplayTraffic.Step(0, List.of(), 1_000_000_000L, "", ""));
        return steps;
    }
}
