package io.holdfast.element.click;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/** Compiles configuration text into a flat configuration; thread-safe, as it keeps nothing. */
public final class ClickLanguage {
    /** Most compounds and groups around one another. */
    public static final int MAX_NESTING = 64;

    private ClickLanguage() {}

    /**
     * Compiles a configuration.
     *
     * @param source the text
     * @param variables set from outside, which win over definitions at the top level
     * @param isClass tells the names of element classes written in Java
     * @param messages to which every fault is added; the result is sound only if there is none
     */
    public static FlatConfiguration compile(
            final SourceText source,
            final Map<String, String> variables,
            final Predicate<String> isClass,
            final Messages messages) {
        final CommonTokenStream tokens = tokens(source, messages);
        final FaultReporter faults = new FaultReporter(source, messages);
        if (isTooDeep(tokens, faults)) {
            return new FlatConfiguration(List.of(), List.of());
        }
        final ClickParser parser = new ClickParser(tokens);
        parser.removeErrorListeners();
        // Where two ways of reading are open, the one that goes on with the statement is right, and comes first in the
        // grammar: no need to look further ahead for what the surrounding rules would tell.
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new StatementRecovery(faults));

        final Scope scope = new Scope(null);
        final ScopeReader reader = new ScopeReader(
                scope, "", isClass, new ReaderTools(tokens, faults, new HashSet<>(), source.libraries()));
        reader.readFile(parser.file());
        while (tokens.LA(1) != Token.EOF) {
            faults.syntaxError(tokens.LT(1));
            tokens.consume();
            reader.readFile(parser.file());
        }

        final Map<String, String> globals = new LinkedHashMap<>(scope.definitions());
        globals.putAll(variables);
        return new Flattener(faults).flatten(scope, new VariableScope(null, 0, globals));
    }

    private static CommonTokenStream tokens(final SourceText source, final Messages messages) {
        final ClickLexer lexer = new ClickLexer(CharStreams.fromString(source.text()));
        lexer.attach(source, messages);
        final CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        return tokens;
    }

    /** Looks before the parser, which recurses, does. */
    private static boolean isTooDeep(final CommonTokenStream tokens, final FaultReporter faults) {
        int depth = 0;
        for (final Token token : tokens.getTokens()) {
            switch (token.getType()) {
                case ClickLexer.OPEN_COMPOUND, ClickLexer.OPEN_GROUP -> depth++;
                case ClickLexer.CLOSE_COMPOUND, ClickLexer.CLOSE_GROUP -> depth = Math.max(0, depth - 1);
                default -> {}
            }
            if (depth > MAX_NESTING) {
                faults.report(token, "maximum compound element nesting depth exceeded");
                return true;
            }
        }
        return false;
    }
}
