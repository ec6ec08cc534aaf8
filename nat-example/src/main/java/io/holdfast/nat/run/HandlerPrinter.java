package io.holdfast.nat.run;

import io.holdfast.element.ElementGraph;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints handlers when a run is over, and computes an exit status from one. */
public final class HandlerPrinter {
    private final ElementGraph graph;
    private final PrintStream out;
    private final PrintStream err;

    public HandlerPrinter(final ElementGraph graph, final PrintStream out, final PrintStream err) {
        this.graph = graph;
        this.out = out;
        this.err = err;
    }

    /**
     * Prints read handlers: one alone as it is, several each with its name.
     *
     * @param handlers {@code ELEMENT.HANDLER}, where ELEMENT may be a name, a pattern with * and ?, or a class
     * @return whether all could be read
     */
    public boolean print(final List<String> handlers) {
        final List<String> names = new ArrayList<>();
        boolean isFine = true;
        for (final String handler : handlers) {
            isFine &= expand(handler, names);
        }
        final boolean isAlone = names.size() == 1 && handlers.size() == 1;
        for (final String name : names) {
            isFine &= print(name, isAlone);
        }
        return isFine;
    }

    private boolean print(final String handler, final boolean isAlone) {
        final String value;
        try {
            value = graph.read(handler);
        } catch (final IllegalArgumentException e) {
            err.println(e.getMessage());
            return false;
        }
        final String line = value.isEmpty() || value.endsWith("\n") ? value : value + "\n";
        out.print(isAlone ? line : handler + ":\n" + line + "\n");
        return true;
    }

    private boolean expand(final String handler, final List<String> names) {
        final int dot = handler.lastIndexOf('.');
        final String element = dot < 0 ? "" : handler.substring(0, dot);
        if (dot <= 0 || graph.hasElement(element)) {
            names.add(handler.substring(dot == 0 ? 1 : 0));
            return true;
        }
        final int before = names.size();
        boolean isKnown = false;
        for (final String name : graph.elementNames()) {
            if (matches(element, name) || graph.className(name).equals(element)) {
                isKnown = true;
                if (graph.hasReader(name + handler.substring(dot))) {
                    names.add(name + handler.substring(dot));
                }
            }
        }
        if (names.size() == before) {
            err.println(isKnown ? "no handlers matching '" + handler + "'" : "no element matching '" + element + "'");
            return false;
        }
        return true;
    }

    private static boolean matches(final String pattern, final String name) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return false;
        }
        final StringBuilder regex = new StringBuilder();
        for (final char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }

    /** Exit status by a handler: its number, or 0 for true and 1 for false. */
    public int exitStatus(final String handler) {
        final String value;
        try {
            value = graph.read(handler).strip();
        } catch (final IllegalArgumentException e) {
            err.println(e.getMessage());
            return 1;
        }
        if (value.matches("\\d{1,3}")) {
            return Integer.parseInt(value) & 0xff;
        }
        return switch (value) {
            case "true", "yes", "t", "y" -> 0;
            case "false", "no", "f", "n" -> 1;
            default -> {
                err.println("exit handler '" + handler + "' value should be integer: " + value);
                yield 1;
            }
        };
    }
}
