package io.holdfast.element;

import io.holdfast.element.click.FlatConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the nearest elements of a kind along the packets' ways (Click's flow-based router context). */
final class NeighbourSearch<T> {
    private final GraphPlan plan;
    private final Element[] elements;
    private final Class<T> kind;
    private final Set<T> found = new LinkedHashSet<>();
    private final Set<FlatConnection> seen = new LinkedHashSet<>();

    NeighbourSearch(final GraphPlan plan, final Element[] elements, final Class<T> kind) {
        this.plan = plan;
        this.elements = elements;
        this.kind = kind;
    }

    /** Those that packets of an output come to first. */
    List<T> downstream(final Element element, final int output) {
        goDown(plan.indexOf(elements, element), output);
        return new ArrayList<>(found);
    }

    /** Those that packets of an input come from last. */
    List<T> upstream(final Element element, final int input) {
        goUp(plan.indexOf(elements, element), input);
        return new ArrayList<>(found);
    }

    private void goDown(final int element, final int output) {
        for (final FlatConnection c : plan.configuration().connections()) {
            if (c.from() != element || c.output() != output || !seen.add(c) || isFound(c.to())) {
                continue;
            }
            for (int i = 0; i < plan.outputCounts()[c.to()]; i++) {
                if (plan.flow(c.to()).connects(c.input(), i)) {
                    goDown(c.to(), i);
                }
            }
        }
    }

    private void goUp(final int element, final int input) {
        for (final FlatConnection c : plan.configuration().connections()) {
            if (c.to() != element || c.input() != input || !seen.add(c) || isFound(c.from())) {
                continue;
            }
            for (int i = 0; i < plan.inputCounts()[c.from()]; i++) {
                if (plan.flow(c.from()).connects(i, c.output())) {
                    goUp(c.from(), i);
                }
            }
        }
    }

    private boolean isFound(final int element) {
        if (!kind.isInstance(elements[element])) {
            return false;
        }
        found.add(kind.cast(elements[element]));
        return true;
    }
}
