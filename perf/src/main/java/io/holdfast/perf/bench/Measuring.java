package io.holdfast.perf.bench;

import io.holdfast.element.ConfigurationException;
import io.holdfast.nat.lab.LabException;
import io.holdfast.packet.DeviceException;
import io.holdfast.perf.Refusal;
import io.holdfast.perf.load.LoadException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the measuring commands have in common: their errors, their exit status. */
abstract class Measuring implements Callable<Integer> {
    static final long NS_PER_SECOND = 1_000_000_000L;

    @Spec
    private CommandSpec spec;

    private final Progress progress = new Progress();

    @Override
    public final Integer call() throws IOException {
        try {
            return measure();
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (final Refusal | LoadException | LabException | DeviceException | ConfigurationException e) {
            progress.end();
            spec.commandLine().getErr().println("holdfast bench " + spec.name() + ": " + e.getMessage());
            return 1;
        } finally {
            progress.end();
        }
    }

    /**
     * Does the work.
     *
     * @return the exit status
     * @throws IllegalArgumentException for a wrong command line
     */
    abstract int measure() throws IOException;

    final CommandSpec spec() {
        return spec;
    }

    final Progress progress() {
        return progress;
    }

    /** Fails unless a number of the command line is within its limits. */
    static void require(final String option, final double value, final double lowest, final double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(
                    option + " must be from " + number(lowest) + " to " + number(highest) + ": " + number(value));
        }
    }

    private static String number(final double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static long seconds(final double seconds) {
        return (long) (seconds * NS_PER_SECOND);
    }
}
