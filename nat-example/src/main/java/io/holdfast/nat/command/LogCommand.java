package io.holdfast.nat.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.recovery.worm.JournalFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast log}: the group's views, changes of configuration, and what people did, from a node or from a file. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Show the group's views, changes of configuration and operators' actions, with reasons.")
public final class LogCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Where where;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    /** Where the log is read. */
    static final class Where {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "settings (YAML) of a running node, which is asked")
        private Path file;

        @Option(
                names = {"-j", "--journal"},
                paramLabel = "FILE",
                description = "a node's or witness's registers: registers.journal in its group.directory")
        private Path journal;
    }

    @Override
    public Integer call() throws Exception {
        if (where.journal == null) {
            return NodeRequest.ask(where.file, ViewRequests.LOG, json ? null : "lines");
        }
        final LogAnswer answer = read(where.journal);
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(answer));
        } else {
            answer.lines().forEach(System.out::println);
        }
        return 0;
    }

    private static LogAnswer read(final Path journal) {
        if (!Files.isRegularFile(journal)) {
            throw new CommandFailure("--journal must be a file of registers: " + journal + " is none");
        }
        try {
            return LogAnswer.of(io.holdfast.recovery.worm.JournalReader.read(journal));
        } catch (final JournalFault | IOException e) {
            throw new CommandFailure("--journal must be a file of registers: " + journal + ": " + e.getMessage(), e);
        }
    }
}
