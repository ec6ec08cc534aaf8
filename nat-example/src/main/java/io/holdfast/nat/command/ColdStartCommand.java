package io.holdfast.nat.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast cold-start}: a person gives up the state of nodes that will not come back with it. */
@Command(
        name = "cold-start",
        mixinStandardHelpOptions = true,
        description = {
            "Start the group again without its state: asked of a node that has none, when those who had it",
            "are off for good or have lost it. All flows are forgotten. A master that is only cut off",
            "would go on forwarding: switch it off before."
        })
public final class ColdStartCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the node's settings (YAML)")
    private Path file;

    @Option(
            names = "--give-up",
            required = true,
            paramLabel = "NODE[,NODE]",
            description = "the nodes that the newest view names, which you know to be off or restarted")
    private String off;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "for the control log")
    private String reason;

    @Override
    public Integer call() throws Exception {
        return NodeRequest.ask(file, ViewRequests.COLD_START + " " + off.replace(" ", "") + " " + reason, "lines");
    }
}
