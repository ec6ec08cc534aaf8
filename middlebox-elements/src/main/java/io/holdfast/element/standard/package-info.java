/**
 * The standard elements, with Click's names and arguments.
 *
 * <p>{@link io.holdfast.element.standard.StandardElements} lists them. Every packet that an element drops is counted
 * in one of its {@code drops.REASON} statistics.
 */
package io.holdfast.element.standard;
