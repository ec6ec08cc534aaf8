package io.holdfast.element.rewriter;

import java.util.List;

/**
 * What a rewriter's input does with packets that have no mapping yet.
 *
 * @param kind of treatment
 * @param pattern by which a new mapping is made, if the kind is {@link Kind#MAP}
 * @param forwardOutput of such packets, and of passed ones
 * @param replyOutput of the answers
 */
record InputSpec(Kind kind, RewritePattern pattern, int forwardOutput, int replyOutput) {
    /** Kinds of treatment. */
    enum Kind {
        MAP,
        PASS,
        DROP
    }

    /** Drops every packet that has no mapping. */
    static final InputSpec DROPPED = new InputSpec(Kind.DROP, RewritePattern.KEEP, 0, 0);

    private static final int MAX_OUTPUT = 255;

    /** Reads one input's argument; malformed text is refused by name. */
    static InputSpec parse(final String text) {
        final List<String> words = List.of(text.strip().split("\\s+", -1));
        return switch (words.getFirst()) {
            case "pattern" -> {
                demand(words, 7, "pattern SADDR SPORT DADDR DPORT FOUT ROUT");
                yield new InputSpec(
                        Kind.MAP,
                        RewritePattern.parse(words.get(1), words.get(2), words.get(3), words.get(4)),
                        output(words.get(5)),
                        output(words.get(6)));
            }
            case "keep" -> {
                demand(words, 3, "keep FOUT ROUT");
                yield new InputSpec(Kind.MAP, RewritePattern.KEEP, output(words.get(1)), output(words.get(2)));
            }
            case "pass", "nochange" -> {
                demand(words, 2, "pass OUT");
                yield new InputSpec(Kind.PASS, RewritePattern.KEEP, output(words.get(1)), 0);
            }
            case "drop", "discard" -> {
                demand(words, 1, "drop");
                yield DROPPED;
            }
            default ->
                throw new IllegalArgumentException("an input is 'pattern', 'keep', 'pass' or 'drop', not: " + text);
        };
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

    /** Largest output that this input sends to. */
    int highestOutput() {
        return Math.max(forwardOutput, replyOutput);
    }
}
