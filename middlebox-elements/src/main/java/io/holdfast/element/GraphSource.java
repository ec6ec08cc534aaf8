package io.holdfast.element;

import java.util.List;

/**
 * What a graph was read from.
 *
 * @param text of the configuration
 * @param requirements that it states
 * @param classNames of the element classes it could use
 */
record GraphSource(String text, List<String> requirements, List<String> classNames) {
    static final GraphSource NONE = new GraphSource("", List.of(), List.of());
}
