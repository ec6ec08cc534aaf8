/**
 * The order of several workers' accesses on a master: locks, versions, release vectors (DESIGN sections 4 and 6).
 *
 * <p>{@link io.holdfast.recovery.order.VariableTable} holds what belongs to a shared variable,
 * {@link io.holdfast.recovery.order.OrderedAccess} is what a worker's accesses do with it. The other side is
 * {@code io.holdfast.recovery.replay}.
 */
package io.holdfast.recovery.order;
