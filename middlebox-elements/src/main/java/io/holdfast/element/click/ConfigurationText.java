package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits configuration strings and removes their quotes.
 *
 * <p>Quoted are {@code '...'} (as it stands), {@code "..."} (with backslash escapes) and {@code \<...>} (bytes in
 * hexadecimal). Quotes are kept by the splitting methods; {@link #unquote} removes them.
 */
public final class ConfigurationText {
    private ConfigurationText() {}

    /**
     * Splits a configuration string at its unquoted commas. Arguments are trimmed, comments become a space, an empty
     * last argument is dropped.
     */
    public static List<String> arguments(final String configuration) {
        final List<String> arguments = new ArrayList<>();
        final StringBuilder current = new StringBuilder();
        int i = 0;
        while (i < configuration.length()) {
            final int comment = skipComment(configuration, i);
            final int quoted = skipQuoted(configuration, i);
            if (comment > i) {
                current.append(' ');
                i = comment;
            } else if (quoted > i) {
                current.append(configuration, i, quoted);
                i = quoted;
            } else {
                if (configuration.charAt(i) == ',') {
                    arguments.add(current.toString().strip());
                    current.setLength(0);
                } else {
                    current.append(configuration.charAt(i));
                }
                i++;
            }
        }
        final String last = current.toString().strip();
        if (!last.isEmpty()) {
            arguments.add(last);
        }
        return arguments;
    }

    /** Splits an argument at its unquoted spaces. */
    public static List<String> words(final String argument) {
        final List<String> words = new ArrayList<>();
        int i = 0;
        while (i < argument.length()) {
            if (Character.isWhitespace(argument.charAt(i))) {
                i++;
                continue;
            }
            final int end = wordEnd(argument, i);
            words.add(argument.substring(i, end));
            i = end;
        }
        return words;
    }

    /** Removes quotes and replaces escapes; adjacent pieces join. Bytes become the characters U+0000 to U+00FF. */
    public static String unquote(final String argument) {
        final StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < argument.length()) {
            final int end = skipQuoted(argument, i);
            if (end == i) {
                result.append(argument.charAt(i++));
                continue;
            }
            switch (argument.charAt(i)) {
                case '\'' -> result.append(argument, i + 1, contentEnd(argument, i, end, '\''));
                case '"' -> Escapes.unescape(argument.substring(i + 1, contentEnd(argument, i, end, '"')), result);
                default -> Escapes.unescape(argument.substring(i, end), result);
            }
            i = end;
        }
        return result.toString();
    }

    /** End of the word that begins at a place. */
    static int wordEnd(final String text, final int start) {
        int i = start;
        while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
            i = Math.max(i + 1, skipQuoted(text, i));
        }
        return i;
    }

    /** End of the quoted piece that begins at a place; the place itself if none does. */
    static int skipQuoted(final String text, final int start) {
        return switch (text.charAt(start)) {
            case '\'' -> endAfter(text, "'", start + 1);
            case '"' -> skipDoubleQuoted(text, start + 1);
            case '\\' -> text.startsWith("\\<", start) ? endAfter(text, ">", start + 2) : start;
            default -> start;
        };
    }

    /** End of the comment or line directive that begins at a place; the place itself if none does. */
    static int skipComment(final String text, final int start) {
        final char first = text.charAt(start);
        if (text.startsWith("/*", start)) {
            return endAfter(text, "*/", start + 2);
        }
        final boolean directive = first == '#' && start > 0 && "\r\n".indexOf(text.charAt(start - 1)) >= 0;
        if (!directive && !text.startsWith("//", start)) {
            return start;
        }
        int i = start;
        while (i < text.length() && "\r\n".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int skipDoubleQuoted(final String text, final int start) {
        int i = start;
        while (i < text.length()) {
            if (text.startsWith("\\<", i)) {
                i = endAfter(text, ">", i + 2);
            } else if (text.charAt(i) == '\\') {
                i += 2;
            } else if (text.charAt(i++) == '"') {
                return i;
            }
        }
        return text.length();
    }

    private static int contentEnd(final String text, final int start, final int end, final char quote) {
        return end - 1 > start && text.charAt(end - 1) == quote ? end - 1 : end;
    }

    private static int endAfter(final String text, final String delimiter, final int start) {
        final int found = text.indexOf(delimiter, start);
        return found < 0 ? text.length() : found + delimiter.length();
    }
}
