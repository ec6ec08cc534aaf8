package io.holdfast.recovery;

import io.holdfast.recovery.attestation.AttestationFault;
import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.release.ReleaseCheck;

/**
 * Faults of a node that exist for the tests of our tests, which break a promise on purpose and expect to be told.
 *
 * @param releaseCheck {@link ReleaseCheck#WHEN_STABLE}
 * @param snapshot {@link SnapshotFault#NONE}
 * @param accesses {@link AccessMaker#ORDERED}
 * @param disk {@link DiskFault#NONE}
 * @param ignoresLease false: whether a master releases whatever its lease says
 * @param keepsHandedOver false: whether a master that has handed over passes nothing of what still comes to it
 * @param attestation {@link AttestationFault#NONE}
 */
public record NodeFaults(
        ReleaseCheck releaseCheck,
        SnapshotFault snapshot,
        AccessMaker accesses,
        DiskFault disk,
        boolean ignoresLease,
        boolean keepsHandedOver,
        AttestationFault attestation) {
    /** A node that does what it should. */
    public static final NodeFaults NONE = new NodeFaults(ReleaseCheck.WHEN_STABLE, SnapshotFault.NONE);

    /** A node that believes only what it should. */
    public NodeFaults(
            final ReleaseCheck releaseCheck,
            final SnapshotFault snapshot,
            final AccessMaker accesses,
            final DiskFault disk,
            final boolean ignoresLease,
            final boolean keepsHandedOver) {
        this(releaseCheck, snapshot, accesses, disk, ignoresLease, keepsHandedOver, AttestationFault.NONE);
    }

    /** A node that believes everything, or what is old. */
    public static NodeFaults believing(final AttestationFault fault) {
        return new NodeFaults(
                ReleaseCheck.WHEN_STABLE, SnapshotFault.NONE, AccessMaker.ORDERED, DiskFault.NONE, false, false, fault);
    }

    /** A node whose accesses are right. */
    public NodeFaults(final ReleaseCheck releaseCheck, final SnapshotFault snapshot) {
        this(releaseCheck, snapshot, AccessMaker.ORDERED);
    }

    /** A node whose disk is right, and that respects its lease. */
    public NodeFaults(final ReleaseCheck releaseCheck, final SnapshotFault snapshot, final AccessMaker accesses) {
        this(releaseCheck, snapshot, accesses, DiskFault.NONE, false);
    }

    /** A node that hands over all that it has. */
    public NodeFaults(
            final ReleaseCheck releaseCheck,
            final SnapshotFault snapshot,
            final AccessMaker accesses,
            final DiskFault disk,
            final boolean ignoresLease) {
        this(releaseCheck, snapshot, accesses, disk, ignoresLease, false);
    }
}
