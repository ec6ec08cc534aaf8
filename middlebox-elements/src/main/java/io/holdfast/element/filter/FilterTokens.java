package io.holdfast.element.filter;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words of a pattern, taken one by one. */
final class FilterTokens {
    private static final Pattern TOKEN =
            Pattern.compile("&&|\\|\\||[<>!=]=|[&|<>!=()\\[\\],;?]|[A-Za-z0-9./@_:-]+|\\S");

    private final List<String> words;
    private int position;

    FilterTokens(final String text) {
        words = TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    boolean isAtEnd() {
        return position >= words.size();
    }

    /** The word so many places ahead; empty behind the end. */
    String peek(final int ahead) {
        return position + ahead < words.size() ? words.get(position + ahead) : "";
    }

    String peek() {
        return peek(0);
    }

    String next() {
        final String word = peek();
        position++;
        return word;
    }

    /** Takes the next word if it is one of these. */
    boolean accept(final String word, final String synonym) {
        final boolean isNext = !isAtEnd() && (peek().equals(word) || peek().equals(synonym));
        if (isNext) {
            position++;
        }
        return isNext;
    }

    int position() {
        return position;
    }

    int count() {
        return words.size();
    }
}
