package io.holdfast.nat.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the lab tells a node, as the YAML file that {@code holdfast node -c} reads.
 *
 * @param node name
 * @param members address of the log of each node of the group, by name
 * @param keyFile of the group
 * @param lanDevice device string of the port towards the client
 * @param wanDevice device string of the port towards the server
 * @param workers 1 or more
 * @param graph the Click file
 * @param variables of the graph
 * @param runtime directory of the node's own
 * @param furtherSections of the file
 * @param groupLines further lines of the group's section
 */
record NodeSettings(
        String node,
        Map<String, String> members,
        Path keyFile,
        String lanDevice,
        String wanDevice,
        int workers,
        Path graph,
        Map<String, String> variables,
        Path runtime,
        List<String> furtherSections,
        List<String> groupLines) {
    /** Writes the file. */
    void write(final Path file) {
        final StringBuilder yaml = new StringBuilder();
        yaml.append("node: ").append(node).append('\n');
        yaml.append("group:\n  members:\n");
        members.forEach((name, address) -> yaml.append("    ")
                .append(name)
                .append(": ")
                .append(quoted(address))
                .append('\n'));
        yaml.append("  keyFile: ").append(quoted(keyFile.toString())).append('\n');
        groupLines.forEach(line -> yaml.append(line).append('\n'));
        yaml.append("ports:\n");
        yaml.append("  - {name: lan, device: ").append(quoted(lanDevice)).append("}\n");
        yaml.append("  - {name: wan, device: ").append(quoted(wanDevice)).append("}\n");
        if (workers != 1) {
            yaml.append("workers: ").append(workers).append('\n');
            if (2 * (workers + 1) > Runtime.getRuntime().availableProcessors()) {
                // More threads than processors: those that yield in turns would keep those away that have work.
                yaml.append("idle: park\n");
            }
        }
        yaml.append("graph: ").append(quoted(graph.toString())).append('\n');
        yaml.append("variables:\n");
        variables.forEach((name, value) -> yaml.append("  ")
                .append(name)
                .append(": ")
                .append(quoted(value))
                .append('\n'));
        yaml.append("runtime: ").append(quoted(runtime.toString())).append('\n');
        furtherSections.forEach(section -> yaml.append(section).append('\n'));
        try {
            Files.writeString(file, yaml);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(final String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
