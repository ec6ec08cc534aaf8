package io.holdfast.element.click;

import java.util.List;

/**
 * Replaces variables in configuration strings: {@code $x}, {@code ${x}}, {@code ${x-default}} and {@code ${x[2]}}.
 *
 * <p>Not within single quotes, nor after a backslash in double quotes; there, what is put in is escaped. An unknown
 * variable's text stays as it is. Values are expanded in turn, to a limited depth and length.
 */
final class VariableExpander {
    static final int MAX_DEPTH = 10;
    static final int MAX_LENGTH = 1 << 20;

    private final VariableScope scope;
    private boolean overflow;

    VariableExpander(final VariableScope scope) {
        this.scope = scope;
    }

    /**
     * Replaces the variables of a text.
     *
     * @return null if the result is longer than {@link #MAX_LENGTH} characters
     */
    String expand(final String text) {
        overflow = false;
        final String result = expand(text, 0);
        return overflow ? null : result;
    }

    private String expand(final String text, final int depth) {
        if (text.indexOf('$') < 0 || depth > MAX_DEPTH) {
            return text;
        }
        final StringBuilder result = new StringBuilder();
        boolean quoted = false;
        int i = 0;
        while (i < text.length() && !overflow) {
            final char c = text.charAt(i);
            final int end = copiedUntil(text, i, quoted);
            if (end > i) {
                result.append(text, i, end);
                i = end;
            } else if (c == '$') {
                i = variable(text, i, quoted, depth, result);
            } else {
                quoted ^= c == '"';
                result.append(c);
                i++;
            }
            overflow |= result.length() > MAX_LENGTH;
        }
        return result.toString();
    }

    /** End of the piece at a place that holds no variable for sure; the place itself if there is none. */
    private static int copiedUntil(final String text, final int i, final boolean quoted) {
        final char c = text.charAt(i);
        if (c == '\\' && quoted) {
            return Math.min(text.length(), i + 2);
        }
        return c == '\'' && !quoted ? ConfigurationText.skipQuoted(text, i) : i;
    }

    private int variable(
            final String text, final int start, final boolean quoted, final int depth, final StringBuilder result) {
        final boolean braced = text.startsWith("{", start + 1);
        final int end = braced ? text.indexOf('}', start) + 1 : nameEnd(text, start + 1);
        if (end <= start + 1) {
            result.append('$');
            return start + 1;
        }
        final String reference = braced ? text.substring(start + 2, end - 1) : text.substring(start + 1, end);
        final String value = braced ? bracedValue(reference, depth) : scope.value(reference);
        if (value == null) {
            result.append(text, start, end);
        } else {
            append(expand(value, depth + 1), quoted, result);
        }
        return end;
    }

    private String bracedValue(final String reference, final int depth) {
        final int nameEnd = nameEnd(reference, 0);
        final String value = scope.value(reference.substring(0, nameEnd));
        if (nameEnd == reference.length()) {
            return value;
        }
        if (reference.charAt(nameEnd) == '-') {
            return value != null ? value : reference.substring(nameEnd + 1);
        }
        if (value != null && reference.charAt(nameEnd) == '[' && reference.endsWith("]")) {
            return word(value, reference.substring(nameEnd + 1, reference.length() - 1), depth);
        }
        return null;
    }

    private String word(final String value, final String index, final int depth) {
        final List<String> words = ConfigurationText.words(expand(value, depth + 1));
        try {
            final int number = Integer.parseInt(expand(index, depth + 1).strip());
            return number >= 0 && number < words.size() ? words.get(number) : "";
        } catch (final NumberFormatException e) {
            return null;
        }
    }

    private static void append(final String value, final boolean quoted, final StringBuilder result) {
        if (!quoted) {
            result.append(value);
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                result.append('\\');
            }
            result.append(c);
        }
    }

    private static int nameEnd(final String text, final int start) {
        int i = start;
        while (i < text.length() && isNameCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isNameCharacter(final char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
