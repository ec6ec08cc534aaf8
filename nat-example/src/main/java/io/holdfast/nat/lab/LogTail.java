package io.holdfast.nat.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * The last lines of a log, in which a line that comes again and again takes one place.
 *
 * <p>Lines are alike if they differ in their first word (the time) only.
 */
final class LogTail {
    private final Deque<String> lines = new ArrayDeque<>();
    private final int limit;
    private String lastText = "";
    private int repeats;

    private LogTail(final int limit) {
        this.limit = limit;
    }

    /**
     * Reads the end of a log.
     *
     * @param limit lines at most, 1 or more
     */
    static String of(final Path log, final int limit) {
        final LogTail tail = new LogTail(limit);
        try (Stream<String> all = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            all.forEach(tail::add);
        } catch (final IOException | UncheckedIOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
        tail.flushRepeats();
        return tail.lines.isEmpty() ? "(silent)" : String.join("\n", tail.lines);
    }

    private void add(final String line) {
        final String text = line.substring(line.indexOf(' ') + 1);
        if (text.equals(lastText)) {
            repeats++;
            return;
        }
        flushRepeats();
        lastText = text;
        append(line);
    }

    private void flushRepeats() {
        if (repeats > 0) {
            append("  (the same " + repeats + (repeats == 1 ? " more time)" : " more times)"));
        }
        repeats = 0;
    }

    private void append(final String line) {
        lines.addLast(line);
        if (lines.size() > limit) {
            lines.removeFirst();
        }
    }
}
