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

    /**
     * Returns the command's exit status.
     *
     * @param shown the list of lines in the answer that is printed; null to print the answer as it is
     */
    static int ask(final Path settings, final String request, final String shown) throws SettingsException {
        final Path socket = ControlSocketPath.in(SettingsFile.runtimeDirectory(settings));
        try {
            final String text = new NodeStatusClient(socket).askText(oneLine(request), TIMEOUT_MS);
            final JsonNode answer = new ObjectMapper().readTree(text);
            if (shown == null) {
                System.out.print(text);
            } else {
                answer.path(answer.path("ok").asBoolean() ? shown : "lines")
                        .forEach(line -> System.out.println(line.asText()));
            }
            if (answer.has("error")) {
                throw new CommandFailure(answer.get("error").asText());
            }
            return answer.path("ok").asBoolean() ? 0 : 1;
        } catch (final IOException e) {
            throw new CommandFailure(
                    "no node answers at " + socket + ": " + e.getMessage() + " (is it running? see its log)", e);
        }
    }

    private static String oneLine(final String request) {
        return request.replaceAll("\\s+", " ").strip();
    }
}
