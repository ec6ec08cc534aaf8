package io.holdfast.element.filter;

import java.util.List;

/** Compiles lists of conditions, of which the first that holds gives the result. */
final class Programs {
    private Programs() {}

    /** Compiles conditions whose results are their places in the list. */
    static DecisionProgram compile(final List<Condition> conditions, final int guaranteedBytes) {
        return compile(
                conditions,
                java.util.stream.IntStream.range(0, conditions.size()).toArray(),
                guaranteedBytes);
    }

    /**
     * Compiles conditions.
     *
     * @param results of each, 0 or more
     * @param guaranteedBytes that every packet has behind the first base
     */
    static DecisionProgram compile(final List<Condition> conditions, final int[] results, final int guaranteedBytes) {
        final DecisionGraph graph = new DecisionGraph(guaranteedBytes);
        int target = ~DecisionGraph.NO_MATCH;
        for (int i = conditions.size() - 1; i >= 0; i--) {
            target = graph.add(conditions.get(i), ~results[i], target);
        }
        return GraphOptimizer.compile(graph, target);
    }
}
