package io.holdfast.nat.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.nat.settings.SettingsException;
import io.holdfast.nat.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;

/** Asks a running node for something, and shows its answer. */
final class NodeRequest {
    private static final long TIMEOUT_MS = 5_000;

    private NodeRequest() {}

    /** Returns the command's exit status. */
    static int ask(final Path settings, final String request) throws SettingsException {
        final Path socket = ControlSocketPath.in(SettingsFile.runtimeDirectory(settings));
        try {
            final JsonNode answer =
                    new ObjectMapper().readTree(new NodeStatusClient(socket).askText(request, TIMEOUT_MS));
            answer.path("lines").forEach(line -> System.out.println(line.asText()));
            if (answer.has("error")) {
                throw new CommandFailure(answer.get("error").asText());
            }
            return answer.path("ok").asBoolean() ? 0 : 1;
        } catch (final IOException e) {
            throw new CommandFailure(
                    "no node answers at " + socket + ": " + e.getMessage() + " (is it running? see its log)", e);
        }
    }
}
