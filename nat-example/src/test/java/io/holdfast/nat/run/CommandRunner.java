package io.holdfast.nat.run;

import io.holdfast.nat.HoldfastCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs the holdfast command in this process, and keeps what it says.
 *
 * @param status it exited with
 * @param out standard output
 * @param err standard error
 */
record CommandRunner(int status, String out, String err) {
    static CommandRunner run(final String... arguments) {
        return runWithInput("", arguments);
    }

    static synchronized CommandRunner runWithInput(final String input, final String... arguments) {
        final PrintStream oldOut = System.out;
        final PrintStream oldErr = System.err;
        final InputStream oldIn = System.in;
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            final int status = HoldfastCommand.execute(arguments);
            return new CommandRunner(
                    status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(oldOut);
            System.setErr(oldErr);
            System.setIn(oldIn);
        }
    }
}
