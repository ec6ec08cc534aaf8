package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces compounds by their elements, and variables by their values.
 *
 * <p>An instance {@code c} of a compound with an element {@code x} becomes {@code c/x}. Its ports become two boundary
 * nodes, which {@link BoundaryRemover} takes out once everything is expanded.
 */
final class Flattener {
    /** Most elements of a graph. */
    static final int MAX_ELEMENTS = 1 << 16;

    private final FaultReporter faults;
    private final List<FlatElement> nodes = new ArrayList<>();
    private final List<FlatConnection> edges = new ArrayList<>();
    private final Map<String, FlatElement> byName = new HashMap<>();
    private boolean full;

    Flattener(final FaultReporter faults) {
        this.faults = faults;
    }

    FlatConfiguration flatten(final Scope file, final VariableScope globals) {
        expand(file, "", globals, new Boundary(-1, -1));
        return new BoundaryRemover(nodes, edges).remove();
    }

    private void expand(final Scope scope, final String prefix, final VariableScope variables, final Boundary outside) {
        final List<Declaration> declarations = scope.declarations();
        final Boundary[] ends = new Boundary[declarations.size()];
        final ElementType[] types = new ElementType[declarations.size()];
        final VariableExpander expander = new VariableExpander(variables);
        for (int i = 0; i < ends.length && !full; i++) {
            types[i] = resolve(declarations.get(i), new Instance(scope, i, prefix, variables), expander);
            ends[i] = addNodes(declarations.get(i), types[i], prefix, expander);
        }
        if (full) {
            return;
        }
        for (final FlatConnection c : scope.connections()) {
            final int from = c.from() == Scope.INPUT ? outside.inside : ends[c.from()].outside;
            final int to = c.to() == Scope.OUTPUT ? outside.outside : ends[c.to()].inside;
            edges.add(new FlatConnection(from, c.output(), to, c.input()));
        }
        for (int i = 0; i < ends.length && !full; i++) {
            if (types[i] instanceof final ElementType.Compound compound) {
                expandCompound(declarations.get(i), compound, new Instance(scope, i, prefix, variables), ends[i]);
            }
        }
    }

    private Boundary addNodes(
            final Declaration declaration,
            final ElementType type,
            final String prefix,
            final VariableExpander expander) {
        final String name = prefix + declaration.name();
        final int number = nodes.size();
        if (number >= MAX_ELEMENTS) {
            full = true;
            faults.report(declaration.offset(), "too many elements, limit " + MAX_ELEMENTS);
            return null;
        }
        if (type instanceof ElementType.End) {
            nodes.add(null);
            return new Boundary(number, number);
        }
        if (type instanceof ElementType.Compound) {
            nodes.add(null);
            nodes.add(null);
            return new Boundary(number, number + 1);
        }
        final int offset = declaration.offset();
        final String configuration = expandText(declaration, expander);
        final FlatElement element = new FlatElement(name, type.name(), configuration, faults.landmark(offset), offset);
        nodes.add(element);
        reportSameName(element);
        return new Boundary(number, number);
    }

    /** Chooses among overloads: the first one whose parameters and ports fit the use. */
    private ElementType resolve(
            final Declaration declaration, final Instance instance, final VariableExpander expander) {
        if (!(declaration.type() instanceof final ElementType.Overloads overloads)) {
            return declaration.type();
        }
        final String configuration = expandText(declaration, expander);
        final List<String> arguments = ConfigurationText.arguments(configuration);
        final List<ElementType.Compound> candidates = new ArrayList<>();
        ElementType type = overloads;
        while (type instanceof final ElementType.Overloads several) {
            for (final ElementType.Compound compound : several.compounds()) {
                candidates.add(compound);
                if (fits(compound, instance, arguments)) {
                    return compound;
                }
            }
            type = several.extended();
        }
        if (type instanceof final ElementType.Compound last) {
            candidates.add(last);
            type = fits(last, instance, arguments) ? last : null;
        }
        if (type == null) {
            reportNoMatch(declaration, overloads.name(), candidates, arguments.size(), instance);
            return new ElementType.Unknown(overloads.name());
        }
        return type;
    }

    private static boolean fits(
            final ElementType.Compound compound, final Instance instance, final List<String> arguments) {
        return compound.body().portCount(true) == instance.portsUsed(true)
                && compound.body().portCount(false) == instance.portsUsed(false)
                && new ArgumentMatcher(compound.body().formals()).match(arguments) != null;
    }

    private void reportSameName(final FlatElement element) {
        final FlatElement previous = byName.putIfAbsent(element.name(), element);
        if (previous != null) {
            final String quoted = "element '" + element.name() + "'";
            faults.report(
                    element.offset(),
                    "redeclaration of " + quoted,
                    previous.offset(),
                    quoted + " previously declared here");
        }
    }

    private void expandCompound(
            final Declaration declaration,
            final ElementType.Compound compound,
            final Instance instance,
            final Boundary ends) {
        final Scope body = compound.body();
        final String configuration = expandText(declaration, new VariableExpander(instance.variables));
        final Map<String, String> values =
                new ArgumentMatcher(body.formals()).match(ConfigurationText.arguments(configuration));
        final int inputs = instance.portsUsed(true);
        final int outputs = instance.portsUsed(false);
        if (values == null) {
            reportNoMatch(
                    declaration,
                    compound.name(),
                    List.of(compound),
                    ConfigurationText.arguments(configuration).size(),
                    instance);
            return;
        }
        reportExtraPorts(declaration, instance, "input", body.portCount(true), inputs);
        reportExtraPorts(declaration, instance, "output", body.portCount(false), outputs);
        values.putAll(body.definitions());
        final VariableScope around = instance.variables.atDepth(body.depth() - 1);
        expand(body, instance.prefix + declaration.name() + "/", new VariableScope(around, body.depth(), values), ends);
    }

    private void reportExtraPorts(
            final Declaration declaration,
            final Instance instance,
            final String kind,
            final int present,
            final int used) {
        for (int port = present; port < used; port++) {
            faults.report(
                    declaration.offset(),
                    "'" + instance.prefix + declaration.name() + " :: "
                            + ArgumentMatcher.displayName(declaration.type().name()) + "' has no " + kind + " " + port);
        }
    }

    private void reportNoMatch(
            final Declaration declaration,
            final String name,
            final List<ElementType.Compound> candidates,
            final int arguments,
            final Instance instance) {
        final List<String> lines = new ArrayList<>();
        lines.add("no match for '"
                + ArgumentMatcher.signature(name, arguments, instance.portsUsed(true), instance.portsUsed(false))
                + "'");
        lines.add("candidates are:");
        candidates.forEach(candidate -> lines.add("  " + ArgumentMatcher.candidate(candidate)));
        faults.reportLines(declaration.offset(), lines.toArray(String[]::new));
    }

    private String expandText(final Declaration declaration, final VariableExpander expander) {
        final String expanded = expander.expand(declaration.configuration());
        if (expanded == null) {
            faults.report(
                    declaration.offset(),
                    "configuration string of '" + declaration.name() + "' too long, limit "
                            + VariableExpander.MAX_LENGTH + " characters");
            return "";
        }
        return expanded;
    }

    /**
     * Where connections to and from a node end. A simple element is both.
     *
     * @param inside number of the node that takes what comes in, and from which the compound's inside is fed
     * @param outside number of the node that gives what goes out
     */
    private record Boundary(int inside, int outside) {}

    /** One use of a compound. */
    private record Instance(Scope scope, int number, String prefix, VariableScope variables) {
        int portsUsed(final boolean inputs) {
            int count = 0;
            for (final FlatConnection c : scope.connections()) {
                if (inputs && c.to() == number) {
                    count = Math.max(count, c.input() + 1);
                } else if (!inputs && c.from() == number) {
                    count = Math.max(count, c.output() + 1);
                }
            }
            return count;
        }
    }
}
