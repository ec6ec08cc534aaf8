package io.holdfast.nat.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs the system's commands. */
final class Shell {
    private static final long TIMEOUT_SECONDS = 20;

    private Shell() {}

    /**
     * Runs a command to its end.
     *
     * @return what it printed, both streams together
     * @throws LabException if it cannot be run, fails, or takes more than 20 seconds
     */
    static String run(final String... command) {
        final Result result = tryRun(command);
        if (result.status != 0) {
            throw new LabException("`" + String.join(" ", command) + "` failed with status " + result.status + ": "
                    + result.output.strip());
        }
        return result.output;
    }

    /** Runs a command whose words are separated by single blanks; otherwise like {@link #run}. */
    static String runLine(final String line) {
        return run(line.split(" "));
    }

    /**
     * Runs a command to its end, which may be a failure.
     *
     * @throws LabException if it cannot be run, or takes more than 20 seconds
     */
    static Result tryRun(final String... command) {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LabException("`" + String.join(" ", command) + "` did not end in time");
            }
            return new Result(process.exitValue(), output);
        } catch (final IOException e) {
            throw new LabException("`" + String.join(" ", command) + "` could not be run: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted during `" + String.join(" ", command) + "`", e);
        }
    }

    /** What came of a command: exit status and output. */
    record Result(int status, String output) {}
}
