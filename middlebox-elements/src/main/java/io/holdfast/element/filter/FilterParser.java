package io.holdfast.element.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the pattern language of {@link IPClassifier}.
 *
 * <pre>
 *   expression := or [ "?" expression ":" expression ]
 *   or         := and ( ("or" | "||") and )*
 *   and        := factor ( ["and" | "&&"] factor )*
 *   factor     := ("not" | "!") factor | "(" expression ")" | "true" | "false" | primitive
 * </pre>
 *
 * <p>A pattern of {@code -}, {@code any} or {@code all} alone holds for every packet.
 */
final class FilterParser {
    private static final int MAX_DEPTH = 200;

    private final FilterTokens tokens;
    private final PrimitiveParser primitives;
    private int depth;

    private FilterParser(final FilterTokens tokens, final FilterAddresses addresses) {
        this.tokens = tokens;
        primitives = new PrimitiveParser(tokens, addresses);
    }

    /** Reads a whole pattern. */
    static Condition parse(final String text, final FilterAddresses addresses) throws PatternException {
        final FilterTokens tokens = new FilterTokens(text);
        if (tokens.count() == 0) {
            throw new PatternException("empty pattern");
        }
        if (tokens.count() == 1 && List.of("-", "any", "all").contains(tokens.peek())) {
            return Condition.ALWAYS;
        }
        final FilterParser parser = new FilterParser(tokens, addresses);
        final Condition condition = parser.expression();
        if (!tokens.isAtEnd()) {
            throw new PatternException("garbage after expression at '" + tokens.peek() + "'");
        }
        return condition;
    }

    private Condition expression() throws PatternException {
        if (++depth > MAX_DEPTH) {
            throw new PatternException("nested deeper than " + MAX_DEPTH);
        }
        Condition result = or();
        if (tokens.accept("?", "?")) {
            final Condition then = expression();
            if (!tokens.accept(":", ":")) {
                throw new PatternException("':' missing in ternary expression");
            }
            result = new Condition.Choice(result, then, expression());
        }
        depth--;
        return result;
    }

    private Condition or() throws PatternException {
        final List<Condition> parts = new ArrayList<>();
        do {
            parts.add(and());
        } while (tokens.accept("or", "||"));
        return parts.size() == 1 ? parts.getFirst() : new Condition.Any(List.copyOf(parts));
    }

    private Condition and() throws PatternException {
        final List<Condition> parts = new ArrayList<>();
        boolean isExpected = true;
        while (isExpected || !isAndEnd()) {
            if (isAndEnd()) {
                throw new PatternException("missing term");
            }
            parts.add(factor());
            isExpected = tokens.accept("and", "&&");
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
    }

    private boolean isAndEnd() {
        return tokens.isAtEnd() || List.of(")", "||", "or", "?", ":").contains(tokens.peek());
    }

    private Condition factor() throws PatternException {
        int negations = 0;
        while (tokens.peek().equals("not") || tokens.peek().equals("!")) {
            final String word = tokens.next();
            negations++;
            if (isAndEnd()) {
                throw new PatternException("missing factor after '" + word + "'");
            }
        }
        final Condition positive = positiveFactor();
        return negations % 2 == 0 ? positive : new Condition.Not(positive);
    }

    private Condition positiveFactor() throws PatternException {
        if (tokens.accept("true", "true")) {
            return Condition.ALWAYS;
        }
        if (tokens.accept("false", "false")) {
            return Condition.NEVER;
        }
        if (!tokens.accept("(", "(")) {
            return primitives.parse();
        }
        if (tokens.peek().equals(")")) {
            throw new PatternException("missing expression after '('");
        }
        final Condition inner = expression();
        if (!tokens.accept(")", ")")) {
            throw new PatternException("missing ')'");
        }
        return inner;
    }
}
