package io.holdfast.element.trace;

import io.holdfast.element.SoftState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines of an IP summary dump one by one. The file is kept in memory, as far as {@link #MAX_FILE_BYTES}.
 *
 * <p>Where it stands is a number of bytes; {@code !data} lines before it say what a line's fields are.
 */
@SoftState("the place in the file is the element's state; the rest is derived of it")
final class SummaryReader {
    static final int MAX_FILE_BYTES = 1 << 28;

    private final byte[] bytes;
    private final List<SummaryField> defaultFields;
    private List<SummaryField> fields;
    private int position;
    private int lineNumber;
    private int positionBefore;
    private int lineNumberBefore;
    private String fault;

    private SummaryReader(final byte[] bytes, final List<SummaryField> defaultFields) {
        this.bytes = bytes;
        this.defaultFields = defaultFields;
        rewind();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, with the reason
     */
    static SummaryReader open(final Path file, final List<SummaryField> defaultFields) throws IOException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException(file + ": longer than " + MAX_FILE_BYTES + " bytes");
            }
            return new SummaryReader(Files.readAllBytes(file), defaultFields);
        } catch (final NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
    }

    void rewind() {
        position = 0;
        lineNumber = 0;
        fields = defaultFields;
        fault = null;
    }

    int position() {
        return position;
    }

    int lineNumber() {
        return lineNumber;
    }

    int lengthBytes() {
        return bytes.length;
    }

    /** Goes to a place that {@link #position} has given. */
    void goTo(final int place) {
        if (place == position) {
            return;
        }
        if (place == positionBefore) {
            position = positionBefore;
            lineNumber = lineNumberBefore;
            return;
        }
        rewind();
        while (position < place) {
            nextText();
        }
    }

    /** What was wrong with the last {@code !data} line; null if nothing was. */
    String fault() {
        return fault;
    }

    List<SummaryField> fields() {
        return fields;
    }

    /** The next line that is about a packet; null at the end. */
    String next() {
        positionBefore = position;
        lineNumberBefore = lineNumber;
        while (position < bytes.length) {
            final String text = nextText();
            if (!text.isEmpty() && text.charAt(0) != '!' && text.charAt(0) != '#') {
                return text;
            }
        }
        return null;
    }

    private String nextText() {
        int end = position;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        final String text = new String(bytes, position, end - position, StandardCharsets.UTF_8).strip();
        position = Math.min(bytes.length, end + 1);
        lineNumber++;
        final String[] words = text.split("\\s+", 2);
        if (words[0].equals("!data") || words[0].equals("!contents")) {
            final List<String> unknown = new ArrayList<>();
            fields = SummaryField.parse(words.length < 2 ? "" : words[1], unknown::add);
            if (!unknown.isEmpty()) {
                fault = "line " + lineNumber + ": unknown content type '" + unknown.getFirst() + "'";
            }
        }
        return text;
    }
}
