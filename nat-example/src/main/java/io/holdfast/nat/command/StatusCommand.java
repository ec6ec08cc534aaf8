package io.holdfast.nat.command;

import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.nat.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast status}: shows what a running node says of itself. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Show a running node's role and counters.")
public final class StatusCommand implements Callable<Integer> {
    private static final long TIMEOUT_MS = 5_000;

    @ArgGroup(multiplicity = "1")
    private Where where;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    /** How to find the node. */
    static final class Where {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "the node's settings (YAML)")
        private Path file;

        @Option(
                names = {"-s", "--socket"},
                paramLabel = "PATH",
                description = "the node's control socket")
        private Path socket;
    }

    @Override
    public Integer call() throws Exception {
        final Path socket =
                where.socket != null ? where.socket : ControlSocketPath.in(SettingsFile.runtimeDirectory(where.file));
        try {
            final String answer = new NodeStatusClient(socket).askText(TIMEOUT_MS);
            System.out.print(json ? answer : StatusText.of(NodeStatusClient.parse(answer)));
        } catch (final IOException e) {
            throw new CommandFailure(
                    "no node answers at " + socket + ": " + e.getMessage() + " (is it running? see its log)", e);
        }
        return 0;
    }
}
