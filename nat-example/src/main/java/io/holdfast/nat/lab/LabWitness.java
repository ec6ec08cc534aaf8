package io.holdfast.nat.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The witness of a lab, and the directories of the group's registers: on a disk, unlike the lab's. */
final class LabWitness {
    private static final String MAIN = "io.holdfast.nat.HoldfastCommand";
    private static final List<String> SMALL = List.of("-Xms16m", "-Xmx48m", "-Xmn8m");

    private final LabDirectory directory;
    private final LabSettings settings;
    private final Path registers;
    private ChildProcess child;

    LabWitness(final LabDirectory directory, final LabSettings settings) {
        this.directory = directory;
        this.settings = settings;
        try {
            registers = Files.createTempDirectory("holdfast-registers");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a node or the witness is told of the group beyond its members and key. */
    List<String> groupLines(final String node) {
        return List.of(
                "  witness: \"" + Addresses.WITNESS_SYNC_IP + ":" + Addresses.SYNC_PORT + "\"",
                "  directory: \"" + registers.resolve(node) + "\"");
    }

    /** Further sections of a node's settings: where it keeps what must outlive it. */
    List<String> sections(final String node) {
        return settings.keepsLog()
                ? List.of("log: {durability: disk, diskDirectory: \"" + registers.resolve(node + "-log") + "\"}")
                : List.of();
    }

    /**
     * Starts it.
     *
     * @param wrapper command that runs another one: what puts the witness where it belongs
     */
    void start(final Map<String, String> members, final Path keyFile, final List<String> wrapper) {
        final StringBuilder yaml = new StringBuilder("group:\n  members:\n");
        members.forEach((name, address) ->
                yaml.append("    ").append(name).append(": \"").append(address).append("\"\n"));
        yaml.append("  keyFile: \"").append(keyFile).append("\"\n");
        groupLines("witness").forEach(line -> yaml.append(line).append('\n'));
        // Only what the witness knows: its file has no other sections of the nodes'.
        settings.nodeOptions().settings().stream()
                .filter(section -> section.equals("failover: {profile: fast}"))
                .forEach(section -> yaml.append(section).append('\n'));
        final Path file = directory.resolve("witness.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<String> command = new ArrayList<>(wrapper);
        command.addAll(ChildJvm.attended(SMALL, MAIN, List.of("witness", "-c", file.toString(), "--new-group")));
        child = ChildProcess.start(directory, "witness", command);
    }

    /**
     * Kills its process with SIGKILL, and sees that it is gone.
     *
     * @return {@code System.nanoTime} just before the signal
     */
    long kill() {
        final long killedNs = System.nanoTime();
        child.close();
        return killedNs;
    }

    long pid() {
        return child.process().pid();
    }

    String logTail() {
        return child == null ? "" : child.logTail();
    }

    void close() {
        if (child != null) {
            child.close();
        }
        try (Stream<Path> files = Files.walk(registers)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
