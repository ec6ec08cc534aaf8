package io.holdfast.element.click;

/** Replaces the backslash escapes of double-quoted strings. */
final class Escapes {
    private static final String LETTERS = "abfnrtv";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000B";

    private Escapes() {}

    static void unescape(final String text, final StringBuilder result) {
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) != '\\' || i + 1 == text.length()) {
                result.append(text.charAt(i++));
            } else {
                i = escape(text, i + 1, result);
            }
        }
    }

    /** Appends what the escape means whose character after the backslash is at a place; returns the place after it. */
    private static int escape(final String text, final int start, final StringBuilder result) {
        final char kind = text.charAt(start);
        final int letter = LETTERS.indexOf(kind);
        if (letter >= 0) {
            result.append(MEANINGS.charAt(letter));
            return start + 1;
        }
        if (digit(kind, 8) >= 0) {
            return number(text, start, 8, 3, result);
        }
        return switch (kind) {
            case 'x' -> number(text, start + 1, 16, Integer.MAX_VALUE, result);
            case '<' -> bytes(text, start + 1, result);
            case '\n' -> start + 1;
            case '\r' -> text.startsWith("\n", start + 1) ? start + 2 : start + 1;
            default -> {
                result.append(kind);
                yield start + 1;
            }
        };
    }

    private static int number(
            final String text, final int start, final int radix, final int maxDigits, final StringBuilder result) {
        int value = 0;
        int i = start;
        while (i < text.length() && i - start < maxDigits && digit(text.charAt(i), radix) >= 0) {
            value = value * radix + digit(text.charAt(i), radix);
            i++;
        }
        result.append(i == start ? 'x' : (char) (value & 0xff));
        return i;
    }

    private static int bytes(final String text, final int start, final StringBuilder result) {
        int pending = -1;
        int i = start;
        while (i < text.length() && text.charAt(i) != '>') {
            final int comment = ConfigurationText.skipComment(text, i);
            if (comment > i) {
                i = comment;
                continue;
            }
            final int digit = digit(text.charAt(i++), 16);
            if (digit >= 0 && pending >= 0) {
                result.append((char) (pending * 16 + digit));
                pending = -1;
            } else if (digit >= 0) {
                pending = digit;
            }
        }
        return Math.min(text.length(), i + 1);
    }

    private static int digit(final char character, final int radix) {
        return character < 128 ? Character.digit(character, radix) : -1;
    }
}
