package io.holdfast.recovery;

import io.holdfast.release.ReleaseCheck;

/**
 * Faults of a node that exist for the tests of our tests, which break a promise on purpose and expect to be told.
 *
 * @param releaseCheck {@link ReleaseCheck#WHEN_STABLE}
 * @param snapshot {@link SnapshotFault#NONE}
 */
public record NodeFaults(ReleaseCheck releaseCheck, SnapshotFault snapshot) {
    /** A node that does what it should. */
    public static final NodeFaults NONE = new NodeFaults(ReleaseCheck.WHEN_STABLE, SnapshotFault.NONE);
}
