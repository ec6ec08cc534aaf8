package io.holdfast.nat.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast drain}. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Let a node take no part in the group's work until it is let in again.")
public final class DrainCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the node's settings (YAML)")
    private Path file;

    @Option(names = "--end", description = "let the node take part again")
    private boolean isOver;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "for the control log")
    private String reason;

    @Override
    public Integer call() throws Exception {
        return NodeRequest.ask(file, (isOver ? ViewRequests.UNDRAIN : ViewRequests.DRAIN) + " " + reason, "lines");
    }
}
