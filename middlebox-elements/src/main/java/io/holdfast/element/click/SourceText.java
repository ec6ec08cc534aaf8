package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one configuration file, which knows the file and line that a place in it has.
 *
 * <p>Places are offsets in code points from the start. A line ends with LF, CR or CRLF. Line directives ({@code # 7
 * "other.click"}) change what follows them; the lexer tells of them as it finds them.
 */
public final class SourceText {
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*(?:line\\s+)?(\\d{1,9})(?:\\s+\"([^\"]*)\")?\\s*");

    private final String fileName;
    private final String text;
    private final int[] lineStarts;
    private final Set<String> libraries;
    /** By the first line they hold for. */
    private final TreeMap<Integer, Origin> origins = new TreeMap<>();

    public SourceText(final String fileName, final String text) {
        this(fileName, text, Set.of());
    }

    /** A text that holds libraries already, of which the names are given as the text writes them. */
    SourceText(final String fileName, final String text, final Set<String> libraries) {
        this.fileName = fileName;
        this.libraries = libraries;
        this.text = text;
        lineStarts = findLineStarts(text.codePoints().toArray());
        origins.put(0, new Origin(fileName, 1));
    }

    public String text() {
        return text;
    }

    Set<String> libraries() {
        return libraries;
    }

    /** File and line of a place, as messages show them: {@code file:line}. */
    public String landmark(final int offset) {
        final int line = lineIndex(offset);
        final var origin = origins.floorEntry(line);
        return origin.getValue().file + ":" + (origin.getValue().line + line - origin.getKey());
    }

    boolean isLineStart(final int offset) {
        return lineStarts[lineIndex(offset)] == offset;
    }

    /**
     * Takes note of the directive that begins at the start of the line of a place.
     *
     * @param lineText the line's text
     * @return false if this is no directive that Click knows
     */
    boolean directive(final int offset, final String lineText) {
        final Matcher matcher = DIRECTIVE.matcher(lineText);
        if (!matcher.matches()) {
            return false;
        }
        final int line = lineIndex(offset);
        final String file = matcher.group(2);
        final String current = origins.floorEntry(line).getValue().file;
        final String next = file == null ? current : file.isEmpty() ? fileName : file;
        origins.put(line + 1, new Origin(next, Integer.parseInt(matcher.group(1))));
        return true;
    }

    /** Offset of the first character of the line that a place is in. */
    int lineStart(final int offset) {
        return lineStarts[lineIndex(offset)];
    }

    private int lineIndex(final int offset) {
        final int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private static int[] findLineStarts(final int[] characters) {
        final List<Integer> starts = new ArrayList<>();
        starts.add(0);
        for (int i = 0; i < characters.length; i++) {
            final boolean lineFeedFollows = i + 1 < characters.length && characters[i + 1] == '\n';
            if (characters[i] == '\n' || characters[i] == '\r' && !lineFeedFollows) {
                starts.add(i + 1);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private record Origin(String file, int line) {}
}
