package io.holdfast.nat.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.ExampleTraffic;
import io.holdfast.element.TraceFiles;
import io.holdfast.packet.memory.MemoryWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example configurations under {@code holdfast run}: they load, and turn capture files into capture files. */
@Timeout(120)
class ExampleRunTest {
    private static final Path ELEMENTS = Path.of("../middlebox-elements");
    private static final int RING_BYTES = 1 << 16;

    /** Examples without recorded traffic of their own, which are tested elsewhere. */
    private static final List<String> WITHOUT_TRAFFIC = List.of("nat.click", "trace-ports.click");

    /** First of every capture file, so that all begin together; see trace-ports.click. */
    private static final String BEGIN = "0 ffffffffffff 000000000000 88b6 00";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> shouldLoad() {
        return ExampleTraffic.all(ELEMENTS).stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> load(example)));
    }

    /** Twice over, and the files are the same to the bit. */
    @TestFactory
    Stream<DynamicTest> shouldTurnTracesIntoTraces() {
        return ExampleTraffic.all(ELEMENTS).stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> runTwice(example)));
    }

    @Test
    void shouldHaveTrafficForEveryExample() throws IOException {
        final List<String> names =
                ExampleTraffic.all(ELEMENTS).stream().map(each -> each.name() + ".click").toList();
        try (Stream<Path> files = Files.list(Path.of("."))) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".click"))
                            .filter(file -> !names.contains(file) && !WITHOUT_TRAFFIC.contains(file))
                            .toList());
        }
    }

    private void load(final ExampleTraffic example) {
        final List<String> arguments = new ArrayList<>(List.of("run", "-q"));
        final List<MemoryWire> wires = new ArrayList<>();
        try {
            for (int port = 0; port < example.ports().size(); port++) {
                final Path file = directory.resolve(example.name() + port);
                wires.add(MemoryWire.create(file, 1, RING_BYTES, 0x0200_0000_0100L + port));
                arguments.add("--port");
                arguments.add(example.ports().get(port) + "=memory,file=" + file);
            }
            arguments.add(example.name() + ".click");
            final CommandRunner run = CommandRunner.run(arguments.toArray(String[]::new));
            assertEquals("", run.err());
            assertEquals(0, run.status());
        } finally {
            wires.forEach(MemoryWire::close);
        }
    }

    private void runTwice(final ExampleTraffic example) throws IOException {
        final Path first = run(example, "first");
        final Path second = run(example, "second");
        for (int port = 0; port < example.ports().size(); port++) {
            final String file = example.ports().get(port) + "-out.pcap";
            assertEquals(
                    String.join("\n", example.sent(port)),
                    String.join("\n", frames(first.resolve(file))),
                    example.name() + " port " + example.ports().get(port));
            assertArrayEquals(
                    Files.readAllBytes(first.resolve(file)),
                    Files.readAllBytes(second.resolve(file)),
                    "differs the second time: " + example.name() + " " + file);
        }
    }

    private Path run(final ExampleTraffic example, final String name) throws IOException {
        final Path place = Files.createDirectories(directory.resolve(example.name() + "." + name));
        for (int port = 0; port < example.ports().size(); port++) {
            final int number = port;
            final Stream<String> received = example.events().stream()
                    .filter(event -> event.isInput() && event.port() == number)
                    .map(event -> seconds(event.timeNs()) + " " + HexFormat.of().formatHex(event.frame()));
            TraceFiles.write(
                    place.resolve(example.ports().get(port) + "-in.pcap"),
                    Stream.concat(Stream.of(BEGIN), received).toList());
        }
        final long endNs = example.events().getLast().timeNs() + 1_000_000;
        final CommandRunner run = CommandRunner.run(
                "run", "--simtime", "DIR=" + place, "END=" + seconds(endNs), "-w", "-e", traces() + example.configuration(ELEMENTS));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().lines().allMatch(line -> line.startsWith(example.name())), run.err());
        return place;
    }

    private static String traces() {
        try {
            return Files.readString(Path.of("trace-ports.click"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seconds(final long timeNs) {
        return BigDecimal.valueOf(timeNs, 9).toPlainString();
    }

    private static List<String> frames(final Path file) throws IOException {
        final List<String> lines = TraceFiles.read(file);
        return IntStream.range(0, lines.size())
                .mapToObj(i -> lines.get(i).split(" ", 2)[1])
                .toList();
    }
}
