package io.holdfast.log;

/**
 * Which snapshot a message belongs to.
 *
 * @param view that the joining replica will protect
 * @param incarnation of the master
 * @param epoch of the log that begins with the snapshot
 */
public record SnapshotIdentity(long view, long incarnation, int epoch) {}
