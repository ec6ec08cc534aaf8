package io.holdfast.element.click;

import org.antlr.v4.runtime.Token;

/** Adds messages with the landmark of their place. */
final class FaultReporter {
    private final SourceText source;
    private final Messages messages;

    FaultReporter(final SourceText source, final Messages messages) {
        this.source = source;
        this.messages = messages;
    }

    String landmark(final int offset) {
        return source.landmark(offset);
    }

    void report(final Token token, final String message) {
        report(token.getStartIndex(), message);
    }

    void report(final int offset, final String message) {
        messages.add(offset, source.landmark(offset) + ": " + message);
    }

    /** Reports a fault at one place, with a second line that points to another. */
    void report(final int offset, final String message, final int otherOffset, final String otherMessage) {
        messages.add(
                offset, source.landmark(offset) + ": " + message, source.landmark(otherOffset) + ": " + otherMessage);
    }

    /** Reports a fault in several lines, each with the same landmark. */
    void reportLines(final int offset, final String... lines) {
        final String landmark = source.landmark(offset) + ": ";
        final String[] complete = new String[lines.length];
        for (int i = 0; i < lines.length; i++) {
            complete[i] = landmark + lines[i];
        }
        messages.add(offset, complete);
    }

    /** Reports a token that cannot stand where it stands. */
    void syntaxError(final Token token) {
        if (token.getType() == Token.EOF) {
            report(token, "syntax error near end of file");
        } else {
            report(token, "syntax error near '" + token.getText() + "'");
        }
    }
}
