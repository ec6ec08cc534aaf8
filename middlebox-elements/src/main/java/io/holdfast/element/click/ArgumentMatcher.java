package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives a compound's parameters their values. */
final class ArgumentMatcher {
    private final List<Formal> formals;

    ArgumentMatcher(final List<Formal> formals) {
        this.formals = formals;
    }

    /**
     * Matches the arguments of one instance.
     *
     * @return values by variable; null if the arguments do not fit
     */
    Map<String, String> match(final List<String> arguments) {
        final Map<String, String> values = new LinkedHashMap<>();
        final List<String> left = new ArrayList<>(arguments);
        // Keywords first, so that a place is not filled by an argument that has a name.
        for (final Formal formal : formals) {
            if (!formal.isPositional() && !formal.isRest()) {
                values.put(formal.variable(), takeKeyword(formal.keyword(), left));
            }
        }
        for (final Formal formal : formals) {
            if (formal.isPositional()) {
                values.put(formal.variable(), left.isEmpty() ? null : left.removeFirst());
            } else if (formal.isRest()) {
                values.put(formal.variable(), takeRest(left));
            }
        }
        return left.isEmpty() && !values.containsValue(null) ? values : null;
    }

    private static String takeKeyword(final String keyword, final List<String> left) {
        String value = null;
        for (int i = 0; i < left.size(); i++) {
            final String argument = left.get(i);
            final int end = argument.isEmpty() ? 0 : ConfigurationText.wordEnd(argument, 0);
            if (argument.substring(0, end).equals(keyword)) {
                value = argument.substring(end).strip();
                left.remove(i--);
            }
        }
        return value;
    }

    private static String takeRest(final List<String> left) {
        final String rest = String.join(", ", left);
        left.clear();
        return rest;
    }

    static String displayName(final String compoundName) {
        return compoundName.isEmpty() ? "<anonymous>" : compoundName;
    }

    /** How a use of a compound is shown: {@code A[1 argument, 1 input, 2 outputs]}. */
    static String signature(final String name, final int arguments, final int inputs, final int outputs) {
        final String first = arguments == 0 ? "" : count(arguments, "argument") + ", ";
        return displayName(name) + "[" + first + count(inputs, "input") + ", " + count(outputs, "output") + "]";
    }

    /** How a definition of a compound is shown: {@code A(<arg>, KEY <arg>)[1 input, 1 output]}. */
    static String candidate(final ElementType.Compound compound) {
        final List<String> parameters = compound.body().formals().stream()
                .map(formal -> formal.isRest() ? "..." : formal.isPositional() ? "<arg>" : formal.keyword() + " <arg>")
                .toList();
        final String list = parameters.isEmpty() ? "" : "(" + String.join(", ", parameters) + ")";
        final String ports = count(compound.body().portCount(true), "input") + ", "
                + count(compound.body().portCount(false), "output");
        return displayName(compound.name()) + list + "[" + ports + "]";
    }

    private static String count(final int number, final String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
