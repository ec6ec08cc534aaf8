/**
 * The state containers: flat memory outside the heap, of a fixed size, the same bit by bit on two nodes that made the
 * same accesses.
 *
 * <p>Memory holds no address and nothing that depends on one, so it can be copied to another node. A shared variable's
 * memory is its own: stripes of a table share no cache line. {@link io.holdfast.element.state.FlatStateStore} is the
 * way in.
 */
package io.holdfast.element.state;
