package io.holdfast.recovery;

import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Faults of the log on disk, for the tests of our tests.
 *
 * @param acknowledgesEarly whether a record counts as stored before it is on the medium
 * @param idle of the archive's thread, by which a test lets the disk stand still; null for its own
 */
public record DiskFault(boolean acknowledgesEarly, Supplier<IdleStrategy> idle) {
    public static final DiskFault NONE = new DiskFault(false, null);
}
