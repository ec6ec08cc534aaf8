/**
 * The Click configuration language: from text to a flat list of elements and connections.
 *
 * <p>{@link io.holdfast.element.click.ClickLanguage} is the way in. This package knows names and places only; what an
 * element class is, and whether its ports and arguments are right, is decided by {@code io.holdfast.element}.
 */
package io.holdfast.element.click;
