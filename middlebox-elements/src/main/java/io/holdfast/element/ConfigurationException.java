package io.holdfast.element;

import java.util.List;

/** A configuration has faults; the message holds all of them, a line each, as they are to be shown. */
public final class ConfigurationException extends RuntimeException {
    private final List<String> lines;

    public ConfigurationException(final List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** The message's lines: {@code file:line: message}; lines that go on with the one before are indented. */
    public List<String> lines() {
        return lines;
    }
}
