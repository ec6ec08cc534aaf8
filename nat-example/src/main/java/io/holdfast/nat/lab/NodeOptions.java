package io.holdfast.nat.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a lab's nodes are told beyond the lab's own.
 *
 * @param variables of the graph; these win over the lab's
 * @param settings further top-level sections of the nodes' settings file, in YAML, one string for each
 * @param graph text of the graph, or null for the NAT's
 */
public record NodeOptions(Map<String, String> variables, List<String> settings, String graph) {
    /** Nothing more. */
    public static final NodeOptions NONE = new NodeOptions(Map.of(), List.of(), null);

    public NodeOptions {
        variables = Map.copyOf(variables);
        settings = List.copyOf(settings);
    }

    /** The lab's variables with these over them. */
    Map<String, String> over(final Map<String, String> base) {
        final Map<String, String> all = new LinkedHashMap<>(base);
        all.putAll(variables);
        return all;
    }
}
