package io.holdfast.nat.command;

import io.holdfast.element.GraphDefinition;
import io.holdfast.nat.settings.SettingsException;
import io.holdfast.nat.settings.SettingsFile;
import io.holdfast.recovery.NodeSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast node}: runs one node of a group. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Run one node of a group: master or replica, as the group needs.")
public final class NodeCommand implements Callable<Integer> {
    @Mixin
    private StartOptions options;

    @Override
    public Integer call() throws Exception {
        final NodeSettings read = SettingsFile.read(options.file());
        final NodeSettings settings = options.isNewGroup() && read.decided().isPresent()
                ? read.decidedBy(read.decided().get().beginning())
                : read;
        final GraphDefinition definition = Graphs.read(settings.graph(), settings.variables());
        final List<String> faults = settings.log().faults(definition.headerDepthBytes(), settings.workers());
        if (!faults.isEmpty()) {
            throw new SettingsException(
                    faults.stream().map(fault -> options.file() + ": " + fault).toList());
        }
        if (options.checksOnly()) {
            System.out.println(options.file() + ": ok (graph " + Long.toHexString(definition.fingerprint()) + ", reads "
                    + definition.headerDepthBytes() + " bytes of each packet)");
            return 0;
        }
        try (NodeProcess node = new NodeProcess(settings, definition)) {
            node.run();
        }
        return 0;
    }
}
