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

    @Override
    public Integer call() throws Exception {
        return NodeRequest.ask(file, ViewRequests.SWITCHOVER);
    }
}
