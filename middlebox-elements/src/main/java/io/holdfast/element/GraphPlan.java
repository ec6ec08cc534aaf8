package io.holdfast.element;

import io.holdfast.element.click.FlatConfiguration;
import io.holdfast.element.click.FlatElement;
import java.util.List;

/**
 * A checked graph: which elements there are, with how many ports, and what is connected to what.
 *
 * @param configuration elements and connections
 * @param classes of the elements, in the same order; null for one that is not known, in a plan that is not sound
 * @param inputCounts of the elements
 * @param outputCounts of the elements
 * @param ports which are pushed and which are pulled
 * @param names of addresses
 * @param source what the configuration was read from
 */
record GraphPlan(
        FlatConfiguration configuration,
        List<ElementClass> classes,
        int[] inputCounts,
        int[] outputCounts,
        PortKinds ports,
        GraphNames names,
        GraphSource source) {
    GraphPlan {
        classes = java.util.Collections.unmodifiableList(classes);
    }

    int size() {
        return classes.size();
    }

    FlatElement declaration(final int element) {
        return configuration.elements().get(element);
    }

    FlowCode flow(final int element) {
        return FlowCode.parse(classes.get(element).flow());
    }

    /** Number of the element that a name means in an element's compound: the innermost that there is; -1 if none. */
    int find(final String fromElement, final String name) {
        for (String scope = GraphNames.scopeOf(fromElement); ; scope = GraphNames.scopeOf(scope)) {
            final String wanted = scope.isEmpty() ? name : scope + "/" + name;
            for (int i = 0; i < size(); i++) {
                if (declaration(i).name().equals(wanted)) {
                    return i;
                }
            }
            if (scope.isEmpty()) {
                return -1;
            }
        }
    }

    /** The full name of a handler ({@code a/b.count}) that an element calls by a name that holds in its compound. */
    String resolveHandler(final String fromElement, final String handler) {
        final int dot = handler.lastIndexOf('.');
        final int found = dot < 0 ? -1 : find(fromElement, handler.substring(0, dot));
        return found < 0 ? handler : declaration(found).name() + handler.substring(dot);
    }

    /** Number of an element among those made of this plan. */
    static int indexOf(final Element[] elements, final Element element) {
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] == element) {
                return i;
            }
        }
        throw new IllegalArgumentException("not of this graph: " + element.name());
    }
}
