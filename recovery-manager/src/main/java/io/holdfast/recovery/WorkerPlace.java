package io.holdfast.recovery;

/**
 * Which worker of how many, and its randomness.
 *
 * @param worker number, 0-based
 * @param workers of the node
 * @param randomSeed of the worker's randomness; the same on both nodes
 */
public record WorkerPlace(int worker, int workers, long randomSeed) {}
