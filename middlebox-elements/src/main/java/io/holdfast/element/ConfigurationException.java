package io.holdfast.element;

import java.util.List;

/** A configuration has faults; the message holds all of them, a line each, as they are to be shown. */
public final class ConfigurationException extends RuntimeException {
    private final List<String> lines;
    private final boolean isOfLanguage;

    public ConfigurationException(final List<String> lines) {
        this(lines, false);
    }

    /** Makes one; {@code isOfLanguage} says that the text itself is wrong, not what it asks for. */
    public ConfigurationException(final List<String> lines, final boolean isOfLanguage) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
        this.isOfLanguage = isOfLanguage;
    }

    /** Whether the text itself is wrong: syntax, names. Else it asks for a graph that cannot be set up. */
    public boolean isOfLanguage() {
        return isOfLanguage;
    }

    /** The message's lines: {@code file:line: message}; lines that go on with the one before are indented. */
    public List<String> lines() {
        return lines;
    }
}
