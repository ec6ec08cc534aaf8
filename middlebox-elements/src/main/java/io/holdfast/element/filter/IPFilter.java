package io.holdfast.element.filter;

import io.holdfast.element.Arguments;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import java.util.List;
import java.util.OptionalLong;

/**
 * Lets IP packets pass or drops them by the first pattern that they match: {@code IPFilter(ACTION PATTERN, ...)}.
 *
 * <p>ACTION is {@code allow} (output 0), {@code deny} or {@code drop}, or the number of an output; PATTERN is of the
 * language of {@link IPClassifier}. A packet that nothing matches is dropped ({@code drops.noMatch}), as are those of
 * a matching {@code deny} ({@code drops.denied}) and those without a network header ({@code drops.noHeader}). Handler
 * {@code program}: the compiled comparisons.
 */
public final class IPFilter extends IPMatcher {
    @Override
    public void configure(final Arguments arguments) {
        for (final String argument : arguments.rest()) {
            final List<String> words = ConfigurationText.words(argument);
            if (words.isEmpty()) {
                arguments.error("empty pattern " + patternCount());
                addPattern(arguments, "-", DENY);
                continue;
            }
            final int result = result(arguments, words.getFirst());
            final int end =
                    argument.indexOf(words.getFirst()) + words.getFirst().length();
            addPattern(arguments, argument.substring(end), result);
        }
        compile();
        arguments.finish();
    }

    private int result(final Arguments arguments, final String word) {
        if (word.equals("allow")) {
            if (outputCount() == 0) {
                arguments.error("pattern " + patternCount() + ": 'allow' is meaningless, element has zero outputs");
            }
            return 0;
        }
        if (word.equals("deny") || word.equals("drop")) {
            return DENY;
        }
        final OptionalLong number = ConfigurationValues.integer(word);
        if (number.isEmpty()) {
            arguments.error("pattern " + patternCount() + ": unknown slot ID '" + word + "'");
        } else if (number.getAsLong() < 0 || number.getAsLong() >= outputCount()) {
            arguments.error("pattern " + patternCount() + ": slot '" + word + "' out of range");
        } else {
            return (int) number.getAsLong();
        }
        return DENY;
    }
}
