package io.holdfast.element.rewriter;

import io.holdfast.element.ArgumentScope;
import io.holdfast.element.Element;
import io.holdfast.element.rewriter.InputSpec.Kind;
import java.util.List;

/**
 * Reads input specifications and patterns. All errors are {@link IllegalArgumentException}s that name the wrong word.
 *
 * @param patternWords words of a pattern: {@link RewritePattern#FLOW_WORDS} or {@link RewritePattern#ADDRESS_WORDS}
 * @param scope of the element whose arguments are read
 */
record InputSpecReader(int patternWords, ArgumentScope scope) {
    private static final int MAX_OUTPUT = 255;
    private static final int OUTPUTS = 2;

    /** Reads one input's argument. */
    InputSpec read(final String text) {
        final List<String> words = List.of(text.strip().split("\\s+", -1));
        final String first = words.getFirst();
        return switch (first) {
            case "pattern" -> readMap(words.subList(1, words.size()), text);
            case "keep" -> {
                demand(words, 1 + OUTPUTS, "keep FOUTPUT ROUTPUT");
                yield map(RewritePattern.KEEP, words.subList(1, words.size()));
            }
            case "pass", "passthrough", "nochange" -> {
                demand(words, 2, "pass OUTPUT");
                yield new InputSpec(Kind.PASS, RewritePattern.KEEP, output(words.get(1)), 0, null);
            }
            case "drop", "discard" -> {
                demand(words, 1, "drop");
                yield InputSpec.DROPPED;
            }
            default -> readMapper(words, text);
        };
    }

    /** Reads a pattern, by its words or by name, with the two outputs behind it. */
    InputSpec readMap(final List<String> words, final String text) {
        if (words.size() == patternWords + OUTPUTS) {
            return map(pattern(words.subList(0, patternWords)), words.subList(patternWords, words.size()));
        }
        if (words.size() == 1 + OUTPUTS) {
            final String named = scope.names().pattern(scope.elementName(), words.getFirst());
            if (named == null) {
                throw new IllegalArgumentException("no pattern named '" + words.getFirst() + "'");
            }
            return map(pattern(List.of(named.strip().split("\\s+", -1))), words.subList(1, words.size()));
        }
        throw new IllegalArgumentException("expected 'pattern " + form() + " FOUTPUT ROUTPUT', not: " + text);
    }

    /** Reads a pattern's words. */
    RewritePattern pattern(final List<String> words) {
        if (words.size() != patternWords) {
            throw new IllegalArgumentException("expected '" + form() + "', not: " + String.join(" ", words));
        }
        return patternWords == RewritePattern.FLOW_WORDS
                ? RewritePattern.ofFlow(words, scope)
                : RewritePattern.ofAddresses(words, scope);
    }

    private String form() {
        return patternWords == RewritePattern.FLOW_WORDS ? "SADDR SPORT DADDR DPORT" : "SADDR DADDR";
    }

    private static InputSpec map(final RewritePattern pattern, final List<String> outputs) {
        return new InputSpec(Kind.MAP, pattern, output(outputs.get(0)), output(outputs.get(1)), null);
    }

    private InputSpec readMapper(final List<String> words, final String text) {
        final Element named = words.size() == 1 ? scope.element(words.getFirst()) : null;
        if (named instanceof final FlowMapper mapper) {
            return new InputSpec(Kind.MAPPER, RewritePattern.KEEP, 0, 0, mapper);
        }
        throw new IllegalArgumentException(
                "an input is 'pattern', 'keep', 'pass', 'drop' or the name of a mapper, not: " + text);
    }

    private static void demand(final List<String> words, final int count, final String form) {
        if (words.size() != count) {
            throw new IllegalArgumentException("expected '" + form + "', not: " + String.join(" ", words));
        }
    }

    private static int output(final String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > MAX_OUTPUT) {
            throw new IllegalArgumentException("not an output number: " + text);
        }
        return Integer.parseInt(text);
    }
}
