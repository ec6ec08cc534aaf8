package io.holdfast.nat.command;

import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.SettingsFile;
import io.holdfast.recovery.group.GroupSettings;
import io.holdfast.recovery.group.Witness;
import io.holdfast.recovery.worm.JournalFault;
import java.io.UncheckedIOException;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast witness}: the third vote of a group; it needs 48 MB of heap, no device and no root. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = "Store a group's registers and say whom this machine hears; forwards nothing.")
public final class WitnessCommand implements Callable<Integer> {
    @Mixin
    private StartOptions options;

    @Override
    public Integer call() throws Exception {
        final SettingsFile.WitnessSettings settings = SettingsFile.readWitness(options.file());
        if (options.checksOnly()) {
            System.out.println(options.file() + ": ok");
            return 0;
        }
        final GroupSettings group = options.isNewGroup() ? settings.group().beginning() : settings.group();
        try (StopSignal stop = new StopSignal();
                OpenedKeys keys = new OpenedKeys(settings.keyFile(), WitnessCommand::log);
                Witness witness = new Witness(group, keys.keys(), WitnessCommand::log)) {
            log("witness at " + group.witness().text() + ", registers in " + group.directory());
            while (!stop.isRequested()) {
                witness.turn();
            }
        } catch (final JournalFault | UncheckedIOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
        return 0;
    }

    private static void log(final String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " witness: " + line);
    }
}
