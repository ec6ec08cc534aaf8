package io.holdfast.perf.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A bar on standard error that says how far a command has come: one line on a terminal, a line for each step elsewhere. */
final class Progress {
    private static final int WIDTH = 30;
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out = System.err;
    private final boolean isTerminal = isTerminal();
    private int steps = 1;
    private int done;

    /** How many steps there will be, as far as is known. */
    void steps(final int count) {
        steps = Math.max(1, count);
    }

    /** A step begins. */
    void begin(final String what) {
        final int percent = Math.min(100, 100 * done / steps);
        if (isTerminal) {
            final int filled = Math.min(WIDTH, WIDTH * done / steps);
            out.print(String.format(
                    Locale.ROOT,
                    "%s[%s%s] %3d %%  %s ...",
                    ERASE_LINE,
                    "#".repeat(filled),
                    ".".repeat(WIDTH - filled),
                    percent,
                    what));
            out.flush();
        } else {
            out.println(String.format(Locale.ROOT, "[%3d %%] %s", percent, what));
        }
        done++;
    }

    /** Leaves the line empty. */
    void end() {
        if (isTerminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private static boolean isTerminal() {
        try {
            final String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException e) {
            return false;
        }
    }
}
