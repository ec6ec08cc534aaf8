package io.holdfast.element.click;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/**
 * Puts the text of libraries in the place of {@code require(library FILE)}, each once.
 *
 * <p>Line directives around it keep files and lines of messages right. Only statements of the file's scope count; a
 * library that is not found is left where it is, and reported when the statement is read.
 */
public final class LibraryInclusion {
    /** Libraries within libraries at most. */
    static final int MAX_DEPTH = 100;

    private final Libraries libraries;
    private final Set<String> included = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** Takes what finds libraries. */
    public LibraryInclusion(final Libraries libraries) {
        this.libraries = libraries;
    }

    /** The text with libraries in it. */
    public SourceText include(final String fileName, final String text) {
        return new SourceText(fileName, include(fileName, text, 0), Set.copyOf(names));
    }

    private String include(final String fileName, final String text, final int depth) {
        if (!text.contains("library") || depth > MAX_DEPTH) {
            return text;
        }
        final ClickLexer lexer = new ClickLexer(CharStreams.fromString(text));
        lexer.attach(new SourceText(fileName, text), new Messages());
        final int[] characters = text.codePoints().toArray();
        final StringBuilder result = new StringBuilder();
        int copied = 0;
        int nesting = 0;
        boolean isRequirement = false;
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            nesting += switch (token.getType()) {
                case ClickLexer.OPEN_COMPOUND -> 1;
                case ClickLexer.CLOSE_COMPOUND -> -1;
                default -> 0;
            };
            if (isRequirement && nesting == 0 && token.getType() == ClickLexer.CONFIG) {
                final String libraryText = librariesOf(fileName, token.getText(), depth);
                final int end = token.getStopIndex() + 1;
                result.append(new String(characters, copied, end - copied));
                if (!libraryText.isEmpty()) {
                    result.append('\n').append(libraryText);
                    result.append("\n# ").append(lineOf(characters, end)).append(" \"\"\n");
                }
                copied = end;
            }
            isRequirement = token.getType() == ClickLexer.REQUIRE;
        }
        return result.append(new String(characters, copied, characters.length - copied))
                .toString();
    }

    /** The texts of the libraries that a requirement names, each behind a line that tells its file. */
    private String librariesOf(final String fileName, final String configuration, final int depth) {
        final StringBuilder texts = new StringBuilder();
        for (final String argument :
                ConfigurationText.arguments(configuration.substring(1, configuration.length() - 1))) {
            final List<String> words = ConfigurationText.words(argument);
            if (words.size() != 2 || !words.getFirst().equals("library")) {
                continue;
            }
            final Libraries.Library library = libraries.find(fileName, ConfigurationText.unquote(words.get(1)));
            if (library != null) {
                names.add(ConfigurationText.unquote(words.get(1)));
            }
            if (library != null && included.add(library.path())) {
                texts.append("# 1 \"").append(library.path()).append("\"\n");
                texts.append(include(library.path(), library.text(), depth + 1)
                        .replaceAll(
                                "(?m)^# (\\d+) \"\"$",
                                "# $1 \"" + library.path().replace("$", "\\$") + "\""));
            }
        }
        return texts.toString();
    }

    private static int lineOf(final int[] characters, final int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            final boolean isPair = characters[i] == '\r' && i + 1 < characters.length && characters[i + 1] == '\n';
            line += characters[i] == '\n' || characters[i] == '\r' && !isPair ? 1 : 0;
        }
        return line;
    }
}
