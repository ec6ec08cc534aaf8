package io.holdfast.nat;

import io.holdfast.element.ConfigurationException;
import io.holdfast.nat.command.AttestationsCommand;
import io.holdfast.nat.command.ColdStartCommand;
import io.holdfast.nat.command.DrainCommand;
import io.holdfast.nat.command.ElementsCommand;
import io.holdfast.nat.command.FlattenCommand;
import io.holdfast.nat.command.KeyCommand;
import io.holdfast.nat.command.LogCommand;
import io.holdfast.nat.command.NodeCommand;
import io.holdfast.nat.command.RunCommand;
import io.holdfast.nat.command.StatusCommand;
import io.holdfast.nat.command.SwitchoverCommand;
import io.holdfast.nat.command.ViewsCommand;
import io.holdfast.nat.command.WitnessCommand;
import io.holdfast.nat.drill.DrillCommand;
import io.holdfast.nat.settings.SettingsException;
import io.holdfast.packet.DeviceException;
import io.holdfast.recovery.NodeFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code holdfast} command.
 *
 * <p>Exit status: 0 done, 1 failed, 2 wrong usage.
 */
@Command(
        name = "holdfast",
        description = "Fault-tolerant middleboxes: a NAT or firewall that does not forget a flow.",
        mixinStandardHelpOptions = true,
        version = "holdfast 0.1.0",
        synopsisSubcommandLabel = "SUBCOMMAND",
        subcommands = {
            NodeCommand.class,
            RunCommand.class,
            FlattenCommand.class,
            ElementsCommand.class,
            StatusCommand.class,
            KeyCommand.class,
            WitnessCommand.class,
            ViewsCommand.class,
            SwitchoverCommand.class,
            DrainCommand.class,
            ColdStartCommand.class,
            AttestationsCommand.class,
            LogCommand.class,
            DrillCommand.class
        })
public final class HoldfastCommand {
    private static volatile boolean isProcess;

    private HoldfastCommand() {}

    public static void main(final String[] arguments) {
        isProcess = true;
        System.exit(execute(arguments));
    }

    /** Whether the command is all that this process does, and ends with it. */
    public static boolean isProcess() {
        return isProcess;
    }

    /** Runs a command line; returns its exit status. */
    public static int execute(final String... arguments) {
        final CommandLine command = new CommandLine(new HoldfastCommand());
        for (final SubcommandProvider provider : ServiceLoader.load(SubcommandProvider.class)) {
            provider.subcommands().forEach(command::addSubcommand);
        }
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, commandLine, parsed) -> {
                    commandLine.getErr().println("holdfast: " + describe(exception));
                    return 1;
                })
                .execute(arguments);
    }

    /** What people are told of an exception: its message; of one that nobody expected, everything. */
    private static String describe(final Exception exception) {
        if (isExpected(exception)) {
            return exception.getMessage();
        }
        final StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        return "unexpected failure, please report it: " + trace;
    }

    private static boolean isExpected(final Exception exception) {
        return exception instanceof SettingsException
                || exception instanceof DeviceException
                || exception instanceof NodeFailure
                || exception instanceof ConfigurationException
                || exception instanceof CommandFailure;
    }

    /** A command could not do its work; the message says why. */
    public static final class CommandFailure extends RuntimeException {
        public CommandFailure(final String message) {
            super(message);
        }

        public CommandFailure(final String message, final Throwable cause) {
            super(message, cause);
        }
    }
}
