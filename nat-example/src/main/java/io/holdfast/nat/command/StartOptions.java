package io.holdfast.nat.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every member of a group is started with, be it a node or the witness. */
final class StartOptions {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "settings (YAML)")
    private Path file;

    @Option(names = "--check", description = "only check the settings and what they name; open nothing")
    private boolean checkOnly;

    @Option(
            names = "--new-group",
            description = "take an empty group.directory into use: only in a group that has never run")
    private boolean newGroup;

    Path file() {
        return file;
    }

    boolean checksOnly() {
        return checkOnly;
    }

    boolean isNewGroup() {
        return newGroup;
    }
}
