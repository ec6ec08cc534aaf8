package io.holdfast.nat.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast attestations}: who vouches for whom, as a running node knows it. */
@Command(
        name = "attestations",
        mixinStandardHelpOptions = true,
        description = "Show who vouches for whom in the group, and by which paths.")
public final class AttestationsCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the node's settings (YAML)")
    private Path file;

    @ArgGroup
    private Form form = new Form();

    /** How it is shown. */
    static final class Form {
        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Option(names = "--graphviz", description = "print a digraph for Graphviz (dot)")
        private boolean graphviz;
    }

    @Override
    public Integer call() throws Exception {
        return NodeRequest.ask(
                file, ViewRequests.ATTESTATIONS, form.json ? null : form.graphviz ? "graphviz" : "lines");
    }
}
