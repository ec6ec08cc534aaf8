package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names and connections of one body: of the file, or of a compound.
 *
 * <p>In a compound, the pseudo-elements {@code input} and {@code output} have the numbers {@link #INPUT} and
 * {@link #OUTPUT}; declared elements are numbered from 0.
 */
final class Scope {
    static final int INPUT = -1;
    static final int OUTPUT = -2;
    static final int NONE = -3;

    private final Scope parent;
    private final int depth;
    private final List<Formal> formals = new ArrayList<>();
    private final Map<String, ElementType> types = new LinkedHashMap<>();
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Set<FlatConnection> connections = new LinkedHashSet<>();
    private int inputEnd = NONE;
    private int outputEnd = NONE;

    Scope(final Scope parent) {
        this.parent = parent;
        depth = parent == null ? 0 : parent.depth + 1;
        if (parent != null) {
            enter(INPUT, OUTPUT);
        }
    }

    /** From here on, {@code input} and {@code output} mean these: the ends of the body, or of a group in it. */
    void enter(final int newInputEnd, final int newOutputEnd) {
        inputEnd = newInputEnd;
        outputEnd = newOutputEnd;
        if (inputEnd == NONE) {
            numbers.remove("input");
            numbers.remove("output");
        } else {
            numbers.put("input", inputEnd);
            numbers.put("output", outputEnd);
        }
    }

    /** Where what comes in begins, here; {@link #NONE} outside of compounds and groups. */
    int inputEnd() {
        return inputEnd;
    }

    /** Where what goes out ends, here; {@link #NONE} outside of compounds and groups. */
    int outputEnd() {
        return outputEnd;
    }

    /** Scopes around this one. */
    int depth() {
        return depth;
    }

    List<Formal> formals() {
        return formals;
    }

    Map<String, String> definitions() {
        return definitions;
    }

    List<Declaration> declarations() {
        return declarations;
    }

    /** Connections by element numbers of this scope. */
    Set<FlatConnection> connections() {
        return connections;
    }

    /** Declares an element class from here to the end of this body. */
    void defineType(final String name, final ElementType type) {
        types.put(name, type);
    }

    /** The element class that a name means here; null if the configuration does not define one. */
    ElementType type(final String name) {
        final ElementType own = types.get(name);
        return own != null || parent == null ? own : parent.type(name);
    }

    /** Number of an element; {@link #NONE} if no such element is declared. */
    int number(final String name) {
        return numbers.getOrDefault(name, NONE);
    }

    int declare(final Declaration declaration) {
        final int number = declarations.size();
        declarations.add(declaration);
        numbers.put(declaration.name(), number);
        return number;
    }

    /** A name for an element that is given none: {@code Class@N}. */
    String anonymousName(final String className) {
        int number = declarations.size() + 1;
        while (numbers.containsKey(className + "@" + number)) {
            number++;
        }
        return className + "@" + number;
    }

    /**
     * Ports of the compound on one side.
     *
     * @param inputs whether the input side is meant
     */
    int portCount(final boolean inputs) {
        return portCount(inputs, inputs ? INPUT : OUTPUT);
    }

    /** Ports of the compound or group whose end on one side has a number. */
    int portCount(final boolean inputs, final int end) {
        int count = 0;
        for (final FlatConnection connection : connections) {
            if (inputs && connection.from() == end) {
                count = Math.max(count, connection.output() + 1);
            } else if (!inputs && connection.to() == end) {
                count = Math.max(count, connection.input() + 1);
            }
        }
        return count;
    }

    /** Whether a port of the compound or group whose end has a number is used inside it. */
    boolean usesPort(final boolean input, final int end, final int port) {
        return connections.stream()
                .anyMatch(c -> input ? c.from() == end && c.output() == port : c.to() == end && c.input() == port);
    }
}
