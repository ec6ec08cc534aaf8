package io.holdfast.element;

import io.holdfast.element.click.FlatConfiguration;
import io.holdfast.element.click.FlatElement;
import java.util.List;

/**
 * A checked graph: which elements there are, with how many ports, and what is connected to what.
 *
 * @param configuration elements and connections
 * @param classes of the elements, in the same order
 * @param inputCounts of the elements
 * @param outputCounts of the elements
 */
record GraphPlan(FlatConfiguration configuration, List<ElementClass> classes, int[] inputCounts, int[] outputCounts) {
    int size() {
        return classes.size();
    }

    FlatElement declaration(final int element) {
        return configuration.elements().get(element);
    }

    /** Makes an element, without configuring it; the outputs' targets may be filled in later. */
    Element instantiate(final int element, final Output[] outputs) {
        final Element made = classes.get(element).supplier().get();
        made.identify(declaration(element).name(), declaration(element).landmark());
        made.connect(inputCounts[element], outputs);
        return made;
    }
}
