package io.holdfast.recovery.order;

import io.holdfast.log.AccessNotes;

/** Makes the accesses of a worker whose bursts are logged; a seam for fault tests. */
@FunctionalInterface
public interface AccessMaker {
    /** The right ones. */
    AccessMaker ORDERED = OrderedAccess::new;

    OrderedAccess make(int worker, VariableTable variables, Waiting waiting, AccessNotes notes);
}
