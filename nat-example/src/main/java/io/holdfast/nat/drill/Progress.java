package io.holdfast.nat.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows on standard error what the drill is doing: one line that is overwritten on a terminal, one line per phase
 * elsewhere.
 */
final class Progress {
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private final boolean isQuiet;
    private String round = "";
    private String phase = "";

    private Progress(final PrintStream out, final boolean isTerminal, final boolean isQuiet) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.isQuiet = isQuiet;
    }

    /** @param quietUnlessTerminal whether only a person at a terminal should see it */
    static Progress onStandardError(final boolean quietUnlessTerminal) {
        final boolean isTerminal = isStandardErrorTerminal();
        return new Progress(System.err, isTerminal, quietUnlessTerminal && !isTerminal);
    }

    static Progress silent() {
        return new Progress(System.err, false, true);
    }

    void round(final int number, final int count) {
        round = count == 1 ? "" : "[" + number + "/" + count + "] ";
    }

    /** A new phase begins. */
    void phase(final String text) {
        phase = text;
        if (isQuiet) {
            return;
        }
        if (isTerminal) {
            out.print(ERASE_LINE + round + text + " ...");
            out.flush();
        } else {
            out.println(round + text);
        }
    }

    /** More about the phase; for terminals only. */
    void detail(final String text) {
        if (isTerminal && !isQuiet) {
            out.print(ERASE_LINE + round + phase + ": " + text);
            out.flush();
        }
    }

    /** Says something that is to stay. */
    void say(final String text) {
        if (!isQuiet) {
            out.println((isTerminal ? ERASE_LINE : "") + text);
        }
    }

    /** Leaves the line empty. */
    void end() {
        if (isTerminal && !isQuiet) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private static boolean isStandardErrorTerminal() {
        try {
            final String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException e) {
            return false;
        }
    }
}
