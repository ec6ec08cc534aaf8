package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;

/**
 * A pattern at work: with what chooses its ports, and the outputs of its mappings.
 *
 * @param spec whose kind is {@link InputSpec.Kind#MAP}
 * @param choices ports or addresses to try
 */
record MappingRule(InputSpec spec, PortChooser choices) {
    /** Makes the rule's state. During initialize. */
    static MappingRule of(final InputSpec spec, final ElementContext context, final String stateName) {
        return new MappingRule(spec, new PortChooser(spec.pattern().choices(), context, stateName));
    }
}
