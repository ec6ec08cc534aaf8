package io.holdfast.element.click;

/**
 * One element, or group, as it stands in a chain.
 *
 * @param entry number in the scope of what its inputs belong to
 * @param exit number in the scope of what its outputs belong to; of an element the same
 * @param inputs written before it, or, of a group, those that it has
 * @param outputs written after it, or, of a group, those that it has
 */
record ChainLink(int entry, int exit, PortList inputs, PortList outputs) {
    /** A link of an element. */
    ChainLink(final int element, final PortList inputs, final PortList outputs) {
        this(element, element, inputs, outputs);
    }
}
