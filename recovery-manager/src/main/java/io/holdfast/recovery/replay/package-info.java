/**
 * Replay of several workers' streams, and the line up to which it can go (DESIGN section 7).
 *
 * <p>{@link io.holdfast.recovery.replay.AccessRing} keeps a worker's logged accesses that wait for replay,
 * {@link io.holdfast.recovery.replay.ReplayingAccess} lets each happen in its turn,
 * {@link io.holdfast.recovery.replay.RecoveryLine} finds how far the sealed streams reach, and
 * {@link io.holdfast.recovery.replay.WorkerReplay} is a worker's duty cycle from the first record to going live.
 */
package io.holdfast.recovery.replay;
