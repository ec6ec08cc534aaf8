package io.holdfast.element.click;

import java.util.Map;

/**
 * The variables that a configuration string sees: those of its own scope, then those of the scopes around it.
 *
 * @param parent scope around this one, null for the file's
 * @param depth scopes around this one
 * @param values by name
 */
record VariableScope(VariableScope parent, int depth, Map<String, String> values) {
    /** The variable's value; null if no scope has it. */
    String value(final String name) {
        final String own = values.get(name);
        return own != null || parent == null ? own : parent.value(name);
    }

    /** The scope around this one, or this one, that has a depth. */
    VariableScope atDepth(final int wantedDepth) {
        return depth <= wantedDepth || parent == null ? this : parent.atDepth(wantedDepth);
    }
}
