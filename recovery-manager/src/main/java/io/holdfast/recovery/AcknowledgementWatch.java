package io.holdfast.recovery;

import io.holdfast.log.StablePositions;
import java.util.function.IntToLongFunction;

/**
 * Tells whether a replica gets on with acknowledging: of every worker, what was logged at the last look that found
 * progress must have become stable.
 */
final class AcknowledgementWatch {
    private final StablePositions stable;
    private final IntToLongFunction loggedBurst;
    private final long[] due;

    /**
     * Makes a watch that finds progress at its first look.
     *
     * @param loggedBurst last burst logged of a worker
     */
    AcknowledgementWatch(final StablePositions stable, final IntToLongFunction loggedBurst) {
        this.stable = stable;
        this.loggedBurst = loggedBurst;
        due = new long[stable.workers()];
    }

    /** Looks; whether all that was due has been acknowledged, or nothing was. */
    boolean progressed() {
        for (int worker = 0; worker < due.length; worker++) {
            if (stable.get(worker) < due[worker]) {
                return false;
            }
        }
        for (int worker = 0; worker < due.length; worker++) {
            due[worker] = loggedBurst.applyAsLong(worker);
        }
        return true;
    }
}
