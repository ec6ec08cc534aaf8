package io.holdfast.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads tables of golden cases from a resource: after {@code === name} the input, after {@code ---} what is expected.
 */
final class GoldenCases {
    private GoldenCases() {}

    static List<Case> read(final String resource) {
        final List<Case> cases = new ArrayList<>();
        for (final String section : text(resource).split("(?m)^=== ")) {
            if (!section.isBlank()) {
                final int firstLine = section.indexOf('\n') + 1;
                final String[] parts = section.substring(firstLine).split("(?m)^---\n", 2);
                cases.add(new Case(section.substring(0, firstLine).strip(), parts[0], parts[1].stripTrailing()));
            }
        }
        return cases;
    }

    private static String text(final String resource) {
        try (InputStream stream = GoldenCases.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One case.
     *
     * @param name of it
     * @param input text
     * @param expected text, without a newline at the end
     */
    record Case(String name, String input, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }
}
