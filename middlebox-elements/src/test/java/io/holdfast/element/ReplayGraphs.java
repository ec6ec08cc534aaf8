package io.holdfast.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A graph around each element class, in which it is called {@code x}.
 *
 * <p>Made from its port counts and its first example; where that does not do, {@code replay.txt} says how:
 *
 * <pre>
 *   CLASS ( ARGUMENTS ) [OUTPUTS]
 *   CLASS = GRAPH
 *   CLASS ! REASON to leave it out
 * </pre>
 */
final class ReplayGraphs {
    private static final String[] FEEDS = {
        "TestInput(0) -> MarkIPHeader -> GetIPAddress(16) -> ",
        "TestInput(1) -> MarkIPHeader -> Paint(1) -> SetVLANAnno(5) -> SetAnnoByte(19, 1) -> SetAnnoByte(23, 5) -> ",
        "TestInput(2) -> MarkIPHeader(14) -> SetPacketType(BROADCAST) -> ",
        "TestInput(3) -> MarkIPHeader(14) -> GetIPAddress(30) -> "
    };

    private final Map<String, String> said = new TreeMap<>();

    private ReplayGraphs() {}

    static ReplayGraphs read() {
        final ReplayGraphs graphs = new ReplayGraphs();
        try (InputStream stream = ReplayGraphs.class.getResourceAsStream("replay.txt")) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> graphs.said.put(line.split("\\s", 2)[0], line.split("\\s", 2)[1].strip()));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return graphs;
    }

    /** Classes that the file speaks of. */
    Set<String> names() {
        return said.keySet();
    }

    boolean isLeftOut(final String className) {
        return said.getOrDefault(className, "").startsWith("!");
    }

    String graph(final ElementClass elementClass) {
        final String text = said.getOrDefault(elementClass.name(), "");
        if (text.startsWith("=")) {
            return text.substring(1).strip();
        }
        final int close = text.lastIndexOf(')');
        final String arguments = text.isEmpty()
                ? example(elementClass)
                : text.substring(1, close).strip();
        final String outputs = text.isEmpty() ? "" : text.substring(close + 1).strip();
        return around(elementClass, arguments, outputs.isEmpty() ? -1 : Integer.parseInt(outputs));
    }

    private static String example(final ElementClass elementClass) {
        for (final String example : elementClass.examples()) {
            if (example.startsWith(elementClass.name() + "(") && example.endsWith(")")) {
                return example.substring(elementClass.name().length() + 1, example.length() - 1);
            }
        }
        return "";
    }

    private static String around(final ElementClass elementClass, final String arguments, final int wantedOutputs) {
        final PortCounts counts = PortCounts.parse(elementClass.portCounts());
        final int inputs = counts.inputs(elementClass.portCounts().startsWith("0") ? 0 : 2);
        final int outputs = wantedOutputs >= 0 ? wantedOutputs : counts.outputs(inputs, 2);
        final StringBuilder graph = new StringBuilder();
        graph.append("x :: ")
                .append(elementClass.name())
                .append('(')
                .append(arguments)
                .append(");\n");
        for (int i = 0; i < inputs; i++) {
            appendInput(graph, elementClass, i, inputs);
        }
        for (int i = 0; i < outputs; i++) {
            final boolean isPull = code(elementClass, true, i) == 'l';
            graph.append("x[").append(i).append(isPull ? "] -> Unqueue(4) -> TestOutput(" : "] -> TestOutput(");
            graph.append(i % FEEDS.length).append(");\n");
        }
        return graph.toString();
    }

    private static void appendInput(
            final StringBuilder graph, final ElementClass elementClass, final int input, final int inputs) {
        final boolean isPull = code(elementClass, false, input) == 'l';
        final String target = isPull ? "q" + input : "[" + input + "]x";
        if (isPull) {
            graph.append("q")
                    .append(input)
                    .append(" :: Queue(20) -> [")
                    .append(input)
                    .append("]x;\n");
        }
        for (int feed = 0; feed < FEEDS.length; feed++) {
            if (inputs == 1 || feed % inputs == input) {
                graph.append(FEEDS[feed]).append(target).append(";\n");
            }
        }
    }

    /** Processing of a port; agnostic ones become push. */
    private static char code(final ElementClass elementClass, final boolean isOutput, final int port) {
        final String[] sides = elementClass.processing().split("/", -1);
        final String side = sides[isOutput && sides.length > 1 ? 1 : 0];
        return side.charAt(Math.min(port, side.length() - 1));
    }
}
