package io.holdfast.element.click;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;

/**
 * What the generated lexer cannot say in its grammar: where configuration strings begin and end, and line directives.
 */
abstract class ClickLexerBase extends Lexer {
    private SourceText source;
    private Messages messages;
    private int previousType = Token.EPSILON;
    private int parentheses;
    private int configurationOffset;

    ClickLexerBase(final CharStream input) {
        super(input);
    }

    /** Called before the first token is taken. */
    void attach(final SourceText newSource, final Messages newMessages) {
        source = newSource;
        messages = newMessages;
        removeErrorListeners();
    }

    @Override
    public void emit(final Token token) {
        super.emit(token);
        previousType = token.getType();
    }

    @Override
    public Token emitEOF() {
        reportOpenConfiguration();
        return super.emitEOF();
    }

    /** Whether an opening parenthesis here begins a configuration string. */
    boolean configurationFollows() {
        return previousType == ClickLexer.IDENT
                || previousType == ClickLexer.CLOSE_COMPOUND
                || previousType == ClickLexer.DEFINE
                || previousType == ClickLexer.REQUIRE;
    }

    void beginConfiguration() {
        parentheses = 1;
        configurationOffset = _input.index() - 1;
    }

    void openParenthesis() {
        parentheses++;
    }

    void closeParenthesis() {
        parentheses--;
        if (parentheses > 0) {
            more();
        } else {
            mode(DEFAULT_MODE);
            setType(ClickLexer.CONFIG);
        }
    }

    /** Whether the character just read is the first of its line. */
    boolean atLineStart() {
        return source.isLineStart(_input.index() - 1);
    }

    /** Handles the directive that fills the line up to here. */
    void directive() {
        final int end = _input.index() - 1;
        final int start = source.lineStart(end);
        if (!source.directive(end, _input.getText(Interval.of(start, end)))) {
            messages.add(start, source.landmark(start) + ": unknown preprocessor directive");
        }
    }

    private void reportOpenConfiguration() {
        if (parentheses > 0) {
            parentheses = 0;
            messages.add(configurationOffset, source.landmark(configurationOffset) + ": expected ')'");
        }
    }

    @Override
    public Token emit() {
        if (_type == Token.EOF) {
            // The text ended within a configuration string: what was read of it is not a token.
            _tokenStartCharIndex = _input.index();
            reportOpenConfiguration();
        }
        return super.emit();
    }
}
