package io.holdfast.element.click;

import java.util.List;

/**
 * A configuration without compounds: every element and every connection of the graph.
 *
 * @param elements in Click's order: those of the file first, then those of its compounds, depth first
 * @param connections ordered by their ends, each once
 */
public record FlatConfiguration(List<FlatElement> elements, List<FlatConnection> connections) {
    public FlatConfiguration {
        elements = List.copyOf(elements);
        connections = connections.stream().sorted().distinct().toList();
    }

    /** The configuration as text that reads back as itself: equal graphs have equal text. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        for (final FlatElement element : elements) {
            text.append(element.name()).append(" :: ").append(element.className());
            final List<String> arguments = element.arguments();
            if (!arguments.isEmpty()) {
                // An empty last argument would be dropped without a comma after it.
                final String end = arguments.getLast().isEmpty() ? ",)" : ")";
                text.append('(').append(String.join(", ", arguments)).append(end);
            }
            text.append(";\n");
        }
        for (final FlatConnection connection : connections) {
            text.append(elements.get(connection.from()).name()).append(" [").append(connection.output());
            text.append("] -> [").append(connection.input()).append("] ");
            text.append(elements.get(connection.to()).name()).append(";\n");
        }
        return text.toString();
    }
}
