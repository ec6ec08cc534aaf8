package io.holdfast.nat.lab;

import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyFile;
import io.holdfast.log.secure.GroupKeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Prepares what a node of the lab needs: its settings, its graph, its directory, its command line. */
final class NodeFiles {
    /** The NAT's graph, as this module ships it. */
    static final String GRAPH_RESOURCE = "/io/holdfast/nat/nat.click";

    private static final String NODE_MAIN = "io.holdfast.nat.HoldfastCommand";

    private NodeFiles() {}

    /**
     * Writes a node's files.
     *
     * @param members address of each node's log
     * @param deviceOf gives the device string of a node's port, which is named {@code lan} or {@code wan}
     * @param groupLines further lines of the group's section
     * @param sections further sections, beyond those of the lab's settings
     * @return the settings file
     */
    static Path write(
            final LabDirectory directory,
            final LabSettings settings,
            final String node,
            final Map<String, String> members,
            final BinaryOperator<String> deviceOf,
            final List<String> groupLines,
            final List<String> sections) {
        final List<String> allSections = new ArrayList<>(settings.nodeOptions().settings());
        allSections.addAll(sections);
        final Path runtime = runtimeOf(directory, node);
        final Path graph = directory.resolve("nat.click");
        final Path keyFile = keyFile(directory);
        try {
            Files.createDirectories(runtime);
            writeGraph(graph, settings.nodeOptions().graph());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Path file = directory.resolve("node-" + node + ".yaml");
        new NodeSettings(
                        node,
                        members,
                        keyFile,
                        deviceOf.apply(node, "lan"),
                        deviceOf.apply(node, "wan"),
                        settings.workers(),
                        graph,
                        settings.nodeOptions().over(Addresses.graphVariables()),
                        runtime,
                        allSections,
                        groupLines)
                .write(file);
        return file;
    }

    /** The lab's key, which is made where there is none. */
    static Path keyFile(final LabDirectory directory) {
        final Path keyFile = directory.resolve("group.key");
        try {
            if (!Files.exists(keyFile)) {
                GroupKeyFile.write(keyFile, GroupKeyRing.of(GroupKey.random(new SecureRandom())));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return keyFile;
    }

    static Path runtimeOf(final LabDirectory directory, final String node) {
        return directory.resolve(node);
    }

    /** The command line of a node with these settings. */
    static List<String> command(final LabSettings settings, final Path file) {
        final List<String> arguments = settings.hasWitness()
                ? List.of("node", "-c", file.toString(), "--new-group")
                : List.of("node", "-c", file.toString());
        return ChildJvm.attended(settings.nodeJvmOptions(), NODE_MAIN, arguments);
    }

    private static void writeGraph(final Path target, final String text) throws IOException {
        if (text != null) {
            Files.writeString(target, text);
            return;
        }
        try (InputStream graph = NodeFiles.class.getResourceAsStream(GRAPH_RESOURCE)) {
            if (graph == null) {
                throw new LabException("the NAT's graph is missing from the class path: " + GRAPH_RESOURCE);
            }
            Files.copy(graph, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
