package io.holdfast.nat.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.nat.settings.SettingsFile;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast status}: shows what a running node says of itself. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Show a running node's role and counters.")
public final class StatusCommand implements Callable<Integer> {
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
        final String answer = ask(socket);
        if (json) {
            System.out.print(answer);
        } else {
            System.out.print(StatusText.of(new ObjectMapper().readValue(answer, NodeStatus.class)));
        }
        return 0;
    }

    private static String ask(final Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("status\n".getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new CommandFailure(
                    "no node answers at " + socket + ": " + e.getMessage() + " (is it running? see its log)", e);
        }
    }
}
