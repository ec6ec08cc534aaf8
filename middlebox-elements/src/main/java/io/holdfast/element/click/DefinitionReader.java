package io.holdfast.element.click;

import java.util.List;

/** Reads {@code define} and {@code require} statements. */
final class DefinitionReader {
    private final Scope scope;
    private final FaultReporter faults;

    DefinitionReader(final Scope scope, final FaultReporter faults) {
        this.scope = scope;
        this.faults = faults;
    }

    void readDefinition(final ClickParser.DefinitionContext context) {
        for (final String argument : arguments(context.CONFIG().getText())) {
            final String word = firstWord(argument);
            if (!word.matches("\\$[A-Za-z0-9_]+")) {
                faults.report(context.getStart(), "define: expected '$VARIABLE VALUE', not '" + argument + "'");
                continue;
            }
            final String value = argument.substring(word.length()).strip();
            if (scope.definitions().putIfAbsent(word.substring(1), value) != null) {
                faults.report(context.getStart(), "parameter '" + word + "' multiply defined");
            }
        }
    }

    /** Packages are all built in, so any is there; libraries are not read. */
    void readRequirement(final ClickParser.RequirementContext context) {
        for (final String argument : arguments(context.CONFIG().getText())) {
            final List<String> words = ConfigurationText.words(argument);
            if (words.size() == 2 && words.getFirst().equals("library")) {
                faults.report(context.getStart(), "require(library) is not supported in this version");
            } else if (words.size() > 2
                    || words.size() == 2 && !words.getFirst().equals("package")) {
                faults.report(context.getStart(), "requirement '" + argument + "' not available");
            }
        }
    }

    private static List<String> arguments(final String config) {
        return ConfigurationText.arguments(config.substring(1, config.length() - 1));
    }

    private static String firstWord(final String argument) {
        final List<String> words = ConfigurationText.words(argument);
        return words.isEmpty() ? "" : words.getFirst();
    }
}
