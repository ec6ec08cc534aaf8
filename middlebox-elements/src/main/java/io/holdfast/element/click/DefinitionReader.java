package io.holdfast.element.click;

import java.util.List;
import java.util.Set;

/** Reads {@code define} and {@code require} statements. */
final class DefinitionReader {
    /** The groups of elements, and what else a configuration may ask for: all is built in. */
    private static final Set<String> PACKAGES = Set.of(
            "analysis",
            "app",
            "aqm",
            "batch",
            "click",
            "compact_config",
            "dpdk",
            "ethernet",
            "fastclick",
            "flow",
            "holdfast",
            "icmp",
            "ip",
            "local",
            "simple",
            "standard",
            "tcpudp",
            "test",
            "threads",
            "userlevel");

    private final Scope scope;
    private final FaultReporter faults;
    private final Set<String> libraries;

    DefinitionReader(final Scope scope, final ReaderTools tools) {
        this.scope = scope;
        faults = tools.faults();
        libraries = tools.libraries();
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

    /** Packages are all built in; libraries have been put in already, where they were found. */
    void readRequirement(final ClickParser.RequirementContext context) {
        for (final String argument : arguments(context.CONFIG().getText())) {
            final List<String> words = ConfigurationText.words(argument);
            final boolean hasKind = words.size() == 2;
            if (hasKind && words.getFirst().equals("library")) {
                if (!libraries.contains(ConfigurationText.unquote(words.get(1)))) {
                    faults.report(
                            context.getStart(),
                            "library '" + ConfigurationText.unquote(words.get(1)) + "' not found in CLICKPATH/conf");
                }
            } else if (words.isEmpty()
                    || words.size() > 2
                    || hasKind && !words.getFirst().equals("package")
                    || !PACKAGES.contains(words.getLast())) {
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
