package io.holdfast.log;

/**
 * Where one worker stands in its log, as burst numbers of the epoch.
 *
 * @param logged last burst appended (master) or stored (replica)
 * @param released last burst whose outputs were let go
 * @param replayed last burst run again by the replica
 */
public record WorkerPositions(long logged, long released, long replayed) {}
