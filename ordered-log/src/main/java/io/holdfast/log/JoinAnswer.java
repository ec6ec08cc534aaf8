package io.holdfast.log;

/**
 * The master's consent: the asking node is its replica from the beginning of a log epoch.
 *
 * @param view the protected view
 * @param masterIncarnation who logs
 * @param replicaIncarnation who was asked for
 * @param randomSeed of the workers' randomness
 * @param epoch that begins with burst 1
 */
public record JoinAnswer(long view, long masterIncarnation, long replicaIncarnation, long randomSeed, int epoch) {}
