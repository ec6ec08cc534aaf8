package io.holdfast.recovery.order;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.release.ReleaseVector;

/** The accesses of a worker whose bursts are logged. Called by the worker's thread. */
public interface LoggedAccess extends AccessControl {
    /** What follows belongs to this burst. */
    void beginBurst(long burst);

    /** What the worker's outputs depend on. */
    ReleaseVector vector();

    /** The accesses of the burst at hand, for its record. */
    AccessNotes notes();
}
