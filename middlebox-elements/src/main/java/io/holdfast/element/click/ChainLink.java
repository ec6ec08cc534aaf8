package io.holdfast.element.click;

/**
 * One element as it stands in a chain.
 *
 * @param element number in the scope
 * @param inputs written before it
 * @param outputs written after it
 */
record ChainLink(int element, PortList inputs, PortList outputs) {}
