package io.holdfast.log;

/**
 * What a snapshot was, said when all of it has been sent.
 *
 * @param pieces of state
 * @param totalBytes of them
 * @param timeNs logged time at the mark
 * @param digest over all chunks, in order, and the time
 */
public record SnapshotEnd(int pieces, long totalBytes, long timeNs, long digest) {}
