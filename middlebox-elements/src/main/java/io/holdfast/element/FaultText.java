package io.holdfast.element;

import io.holdfast.element.click.FlatElement;
import java.util.ArrayList;
import java.util.List;

/** Words the faults of one element as Click does: a line that names it, then each fault indented. */
final class FaultText {
    private FaultText() {}

    static String[] inContext(final String doing, final FlatElement element, final List<String> faults) {
        final List<String> lines = new ArrayList<>();
        lines.add(element.landmark() + ": While " + doing + " '" + element.printableName() + "':");
        faults.forEach(fault -> lines.add("  " + fault.replace("\n", "\n  ")));
        return lines.toArray(String[]::new);
    }
}
