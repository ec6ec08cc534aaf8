package io.holdfast.element.control;

import java.util.function.UnaryOperator;

/**
 * Replaces {@code $x}, <code>${x}</code> and {@code $(handler arguments)} in a script's texts; not within single quotes, nor
 * after a backslash. Within double quotes, what is put in is escaped.
 */
final class ScriptText {
    private final UnaryOperator<String> variables;
    private final UnaryOperator<String> handlers;

    /**
     * Takes what the names mean.
     *
     * @param variables value by name; null for one that is not known, whose text then stays
     * @param handlers value of a handler with its arguments, which have been expanded
     */
    ScriptText(final UnaryOperator<String> variables, final UnaryOperator<String> handlers) {
        this.variables = variables;
        this.handlers = handlers;
    }

    String expand(final String text) {
        final StringBuilder result = new StringBuilder();
        char quote = 0;
        int i = 0;
        while (i < text.length()) {
            final char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                result.append(c).append(text.charAt(i + 1));
                i += 2;
            } else if (c == '$' && quote != '\'') {
                i = substitute(text, i, quote == '"', result);
            } else {
                if ((c == '"' || c == '\'') && (quote == 0 || quote == c)) {
                    quote = quote == 0 ? c : 0;
                }
                result.append(c);
                i++;
            }
        }
        return result.toString();
    }

    private int substitute(final String text, final int start, final boolean quoted, final StringBuilder result) {
        final char open = start + 1 < text.length() ? text.charAt(start + 1) : 0;
        final int end = open == '('
                ? closing(text, start + 1)
                : open == '{' ? text.indexOf('}', start) + 1 : nameEnd(text, start + 1);
        if (end <= start + 1) {
            result.append('$');
            return start + 1;
        }
        final String value = open == '('
                ? handlers.apply(expand(text.substring(start + 2, end - 1)).strip())
                : variables.apply(open == '{' ? text.substring(start + 2, end - 1) : text.substring(start + 1, end));
        if (value == null) {
            result.append(text, start, end);
        } else {
            result.append(quoted ? value.replace("\\", "\\\\").replace("\"", "\\\"") : value);
        }
        return end;
    }

    /** End of the parentheses that begin at a place; 0 if they do not end. */
    private static int closing(final String text, final int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private static int nameEnd(final String text, final int start) {
        int i = start;
        if (i < text.length() && "?#".indexOf(text.charAt(i)) >= 0) {
            return i + 1;
        }
        while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        return i;
    }
}
