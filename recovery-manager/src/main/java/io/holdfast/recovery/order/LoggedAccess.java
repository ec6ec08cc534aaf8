package io.holdfast.recovery.order;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.log.BurstWrites;
import io.holdfast.release.ReleaseVector;

/** The accesses of a worker whose bursts are logged. Called by the worker's thread. */
public interface LoggedAccess extends AccessControl {
    /** What follows belongs to this burst. */
    void beginBurst(long burst);

    /** Begins a log epoch: nothing depends on anything before it. Between bursts. */
    void startEpoch();

    /** From now on this one is told before state changes. Between bursts. */
    void watch(StateWatch newWatch);

    /** What the worker's outputs depend on. */
    ReleaseVector vector();

    /** The accesses of the burst at hand, for its record. */
    AccessNotes notes();

    /** Which packets of the burst at hand have changed state. */
    BurstWrites writes();

    /** Of those accesses of the burst at hand that are not noted; {@link AccessDigest}. */
    long digest();
}
