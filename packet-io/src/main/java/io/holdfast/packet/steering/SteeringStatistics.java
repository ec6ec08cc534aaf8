package io.holdfast.packet.steering;

/**
 * Counts of a port's hand-overs since it was opened.
 *
 * @param handedOverPackets that arrived at another worker's queue and were given to the worker that they belong to
 * @param overflowPackets dropped, since the worker that they belong to had not taken those before
 */
public record SteeringStatistics(long handedOverPackets, long overflowPackets) {}
