package io.holdfast.nat.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast switchover}. */
@Command(
        name = "switchover",
        mixinStandardHelpOptions = true,
        description = "Make the replica master: asked of the master.")
public final class SwitchoverCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the node's settings (YAML)")
    private Path file;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "for the control log")
    private String reason;

    @Override
    public Integer call() throws Exception {
        return NodeRequest.ask(file, ViewRequests.SWITCHOVER + " " + reason, "lines");
    }
}
