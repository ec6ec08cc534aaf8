package io.holdfast.nat.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast views}. */
@Command(
        name = "views",
        mixinStandardHelpOptions = true,
        description = "Show the views that the group has decided, and why.")
public final class ViewsCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the node's settings (YAML)")
    private Path file;

    @Override
    public Integer call() throws Exception {
        return NodeRequest.ask(file, ViewRequests.VIEWS, "lines");
    }
}
