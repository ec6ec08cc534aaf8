package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages under {@code docs/elements} are those that the declarations give. With {@code -Dholdfast.writeDocs=true}
 * (see {@code scripts/element-docs}) they are written instead.
 */
class ElementManualTest {
    private static final Path FOLDER = Path.of("../docs/elements");

    static List<ElementClass> classes() {
        return ElementClasses.standard().all();
    }

    @Test
    void shouldHaveCurrentPages() throws IOException {
        final Map<String, String> pages = new LinkedHashMap<>();
        pages.put("README.md", ElementManual.index(ElementClasses.standard()));
        classes().forEach(elementClass -> pages.put(elementClass.name() + ".md", ElementManual.page(elementClass)));
        if (Boolean.getBoolean("holdfast.writeDocs")) {
            write(pages);
        }
        final List<String> stale = new ArrayList<>();
        for (final Map.Entry<String, String> page : pages.entrySet()) {
            final Path file = FOLDER.resolve(page.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(page.getValue())) {
                stale.add(page.getKey());
            }
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !pages.containsKey(name))
                    .forEach(stale::add);
        }
        assertEquals(List.of(), stale, "not current; scripts/element-docs writes them anew");
    }

    private static void write(final Map<String, String> pages) throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        for (final Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void shouldDeclareSensibly(final ElementClass elementClass) {
        assertFalse(elementClass.summary().isBlank(), elementClass.name());
        assertFalse(elementClass.summary().endsWith("."), elementClass.name());
        for (final Parameter<?> parameter : elementClass.parameters()) {
            assertFalse(parameter.description().isBlank(), elementClass.name() + " " + parameter.name());
            if (!parameter.defaultText().isEmpty()) {
                final ArgumentScope scope = new ArgumentList(List.of(), ignored -> {}).scope();
                assertTrue(
                        parameter.type().parse(parameter.defaultText(), scope) != null,
                        elementClass.name() + " " + parameter.name());
            }
        }
    }

    /** Every declared parameter is one that the class knows: given by keyword, it is not an unknown argument. */
    @ParameterizedTest
    @MethodSource("classes")
    void shouldKnowItsParameters(final ElementClass elementClass) {
        for (final Parameter<?> parameter : elementClass.parameters()) {
            if (parameter.kind() == Parameter.Kind.REST) {
                continue;
            }
            final List<String> faults = new ArrayList<>();
            final Element element = elementClass.make();
            element.identify("e", "f:1");
            final PortCounts counts = PortCounts.parse(elementClass.portCounts());
            final int inputs = counts.inputs(2);
            final int outputs = counts.outputs(2, 2);
            element.connect(new Input[inputs], new Output[outputs], new boolean[outputs]);
            element.configure(new ArgumentList(List.of(parameter.name() + " 1"), faults::add));
            assertFalse(
                    faults.contains(parameter.name() + ": unknown argument"),
                    elementClass.name() + " does not know " + parameter.name());
        }
    }
}
