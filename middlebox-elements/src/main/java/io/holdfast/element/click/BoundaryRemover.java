package io.holdfast.element.click;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the ends of compounds out of a graph: what leads to one and from it on becomes one connection. */
final class BoundaryRemover {
    private final List<FlatElement> nodes;
    private final List<FlatConnection> edges;
    private final Map<Port, List<Port>> onward = new HashMap<>();

    /**
     * Takes a graph.
     *
     * @param nodes elements, and null for each end of a compound
     * @param edges by numbers of the nodes
     */
    BoundaryRemover(final List<FlatElement> nodes, final List<FlatConnection> edges) {
        this.nodes = nodes;
        this.edges = edges;
    }

    FlatConfiguration remove() {
        for (final FlatConnection edge : edges) {
            if (nodes.get(edge.from()) == null) {
                onward.computeIfAbsent(new Port(edge.from(), edge.output()), port -> new ArrayList<>())
                        .add(new Port(edge.to(), edge.input()));
            }
        }
        final int[] numbers = new int[nodes.size()];
        final List<FlatElement> elements = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = elements.size();
            if (nodes.get(i) != null) {
                elements.add(nodes.get(i));
            }
        }
        final List<FlatConnection> connections = new ArrayList<>();
        for (final FlatConnection edge : edges) {
            if (nodes.get(edge.from()) != null) {
                for (final Port end : ends(new Port(edge.to(), edge.input()))) {
                    connections.add(
                            new FlatConnection(numbers[edge.from()], edge.output(), numbers[end.node], end.number));
                }
            }
        }
        return new FlatConfiguration(elements, connections);
    }

    /** The elements' ports that a port leads to. */
    private List<Port> ends(final Port start) {
        if (nodes.get(start.node) != null) {
            return List.of(start);
        }
        final List<Port> ends = new ArrayList<>();
        final Set<Port> seen = new HashSet<>(Set.of(start));
        final Deque<Port> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (final Port next : onward.getOrDefault(open.remove(), List.of())) {
                if (seen.add(next)) {
                    (nodes.get(next.node) == null ? open : ends).add(next);
                }
            }
        }
        return ends;
    }

    private record Port(int node, int number) {}
}
