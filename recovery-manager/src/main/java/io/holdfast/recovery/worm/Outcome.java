package io.holdfast.recovery.worm;

import java.util.SortedMap;

/**
 * What came of an operation.
 *
 * @param status how it ended
 * @param values what the registers of the range are now known to hold; those that are missing are empty (after a read),
 *     or free to be written (after a capture)
 * @param token after a capture, the right to write what is free; else null
 */
public record Outcome(Status status, SortedMap<Integer, RegisterValue> values, CaptureToken token) {
    /** How it ended. */
    public enum Status {
        /** As wanted. */
        DONE,
        /** Somebody else has captured the register since; it is open whether the value was written. */
        STALE,
        /** The registers are forgotten. */
        TRIMMED,
        /** The client or too many acceptors are at a limit. */
        REFUSED,
        /** No majority answered in time; it is open whether the value was written. */
        TIMED_OUT
    }

    public boolean isDone() {
        return status == Status.DONE;
    }
}
