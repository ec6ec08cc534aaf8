package io.holdfast.nat.command;

import io.holdfast.element.GraphDefinition;
import io.holdfast.nat.settings.SettingsException;
import io.holdfast.nat.settings.SettingsFile;
import io.holdfast.recovery.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast node}: runs one node of a group. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Run one node of a group: master or replica, as the group needs.")
public final class NodeCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the node's settings (YAML)")
    private Path file;

    @Option(names = "--check", description = "only check settings and graph; open nothing")
    private boolean checkOnly;

    @Option(
            names = "--new-group",
            description = "take an empty group.directory into use: only in a group that has never run")
    private boolean newGroup;

    @Override
    public Integer call() throws Exception {
        final NodeSettings read = SettingsFile.read(file);
        final NodeSettings settings = newGroup && read.decided().isPresent()
                ? read.decidedBy(read.decided().get().beginning())
                : read;
        final GraphDefinition definition = Graphs.read(settings.graph(), settings.variables());
        final List<String> faults = settings.log().faults(definition.headerDepthBytes(), settings.workers());
        if (!faults.isEmpty()) {
            throw new SettingsException(
                    faults.stream().map(fault -> file + ": " + fault).toList());
        }
        if (checkOnly) {
            System.out.println(file + ": ok (graph " + Long.toHexString(definition.fingerprint()) + ", reads "
                    + definition.headerDepthBytes() + " bytes of each packet)");
            return 0;
        }
        try (NodeProcess node = new NodeProcess(settings, definition)) {
            node.run();
        }
        return 0;
    }
}
