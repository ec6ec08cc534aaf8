package io.holdfast.nat.command;

import io.holdfast.element.GraphDefinition;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads graph files for commands. */
final class Graphs {
    private Graphs() {}

    /** Parses and checks a file in the Click language. */
    static GraphDefinition read(final Path file, final Map<String, String> variables) {
        final String text;
        try {
            text = Files.readString(file);
        } catch (final IOException e) {
            throw new CommandFailure(file + ": cannot read the graph: " + FileFailure.reason(e), e);
        }
        return GraphDefinition.parse(file.toString(), text, variables);
    }
}
