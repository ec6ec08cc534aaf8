package io.holdfast.element.click;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/**
 * Reports a fault of syntax once, gives up its statement, and goes on with the next one.
 *
 * <p>The next statement begins after a {@code ;}, at a keyword, at the end of the enclosing compound, or with a line
 * whose predecessor does not end in the middle of a chain.
 */
final class StatementRecovery extends DefaultErrorStrategy {
    private final FaultReporter faults;

    StatementRecovery(final FaultReporter faults) {
        this.faults = faults;
    }

    @Override
    public void sync(final Parser parser) {
        // Faults are found where a token does not match; nothing is inserted or deleted.
    }

    @Override
    public Token recoverInline(final Parser parser) {
        throw new InputMismatchException(parser);
    }

    @Override
    public void reportError(final Parser parser, final RecognitionException e) {
        if (parser.getContext() instanceof ClickParser.StatementContext) {
            faults.syntaxError(e.getOffendingToken());
        }
    }

    @Override
    public void recover(final Parser parser, final RecognitionException e) {
        if (!(parser.getContext() instanceof final ClickParser.StatementContext statement)) {
            // Up to the rule of the statement, of which nothing is kept.
            throw e;
        }
        final TokenStream tokens = parser.getInputStream();
        final int offending = e.getOffendingToken().getTokenIndex();
        int depth = 0;
        boolean progress = tokens.index() > statement.getStart().getTokenIndex();
        while (tokens.LA(1) != Token.EOF) {
            final int type = tokens.LA(1);
            if (tokens.index() >= offending && depth == 0 && progress && beginsStatement(tokens, offending)) {
                return;
            }
            if (type == ClickParser.OPEN_COMPOUND || type == ClickParser.OPEN_GROUP) {
                depth++;
            } else if (type == ClickParser.CLOSE_COMPOUND || type == ClickParser.CLOSE_GROUP) {
                depth = Math.max(0, depth - 1);
            }
            parser.consume();
            progress = true;
        }
    }

    private static boolean beginsStatement(final TokenStream tokens, final int offending) {
        return switch (tokens.LA(1)) {
            case ClickParser.SEMICOLON,
                    ClickParser.CLOSE_COMPOUND,
                    ClickParser.CLOSE_GROUP,
                    ClickParser.ALTERNATIVE,
                    ClickParser.ELEMENTCLASS,
                    ClickParser.REQUIRE,
                    ClickParser.DEFINE -> true;
            case ClickParser.IDENT, ClickParser.OPEN_COMPOUND, ClickParser.OPEN_PORTS ->
                tokens.index() > offending && beginsLine(tokens);
            default -> false;
        };
    }

    private static boolean beginsLine(final TokenStream tokens) {
        final Token previous = tokens.LT(-1);
        if (previous == null || previous.getLine() == tokens.LT(1).getLine()) {
            return false;
        }
        return switch (previous.getType()) {
            case ClickParser.ARROW, ClickParser.WIDE_ARROW, ClickParser.COMMA, ClickParser.DECLARES -> false;
            default -> true;
        };
    }
}
