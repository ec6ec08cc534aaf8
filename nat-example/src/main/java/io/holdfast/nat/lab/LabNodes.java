package io.holdfast.nat.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** The node processes of one lab. */
final class LabNodes {
    private final LabDirectory directory;
    private final LabSettings settings;
    private final Map<String, String> members;
    private final BinaryOperator<String> deviceOf;
    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();

    /**
     * @param members address of each node's log, by name
     * @param deviceOf gives the device string of a node's port, which is named {@code lan} or {@code wan}
     */
    LabNodes(
            final LabDirectory directory,
            final LabSettings settings,
            final Map<String, String> members,
            final BinaryOperator<String> deviceOf) {
        this.directory = directory;
        this.settings = settings;
        this.members = members;
        this.deviceOf = deviceOf;
    }

    /**
     * Starts a node.
     *
     * @param wrapper command that runs another one: what puts the node where it belongs
     */
    NodeProcess start(final String name, final List<String> wrapper) {
        return start(name, wrapper, List.of(), List.of());
    }

    /**
     * The same.
     *
     * @param groupLines further lines of the settings' group section
     * @param sections further sections of the settings
     */
    NodeProcess start(
            final String name, final List<String> wrapper, final List<String> groupLines, final List<String> sections) {
        final Path file = NodeFiles.write(directory, settings, name, members, deviceOf, groupLines, sections);
        final List<String> command = new ArrayList<>(wrapper);
        command.addAll(NodeFiles.command(settings, file));
        final ChildProcess child = ChildProcess.start(directory, "node-" + name, command);
        final NodeProcess node = new NodeProcess(name, child, NodeFiles.runtimeOf(directory, name));
        nodes.put(name, node);
        return node;
    }

    String logTails() {
        final StringBuilder tails = new StringBuilder();
        nodes.values().forEach(node -> tails.append(node.logTail()));
        return tails.toString();
    }

    void close() {
        nodes.values().forEach(NodeProcess::close);
    }
}
