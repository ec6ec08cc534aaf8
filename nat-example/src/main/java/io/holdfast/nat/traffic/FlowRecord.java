package io.holdfast.nat.traffic;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What became of one flow, as the client saw it. All times are of {@code System.nanoTime}.
 *
 * @param flow number, unique in a run
 * @param kind of flow
 * @param openedNs when the client began to open it
 * @param establishedNs when it could first carry a message, or {@link #NEVER}
 * @param progressNs when its last answer arrived (or it was established), or {@link #NEVER}
 * @param finishedNs when both directions had closed in order, or {@link #NEVER}
 * @param failedNs when it broke, or {@link #NEVER}
 * @param failure how it broke, or null
 * @param messages answered and verified
 */
public record FlowRecord(
        long flow,
        FlowKind kind,
        long openedNs,
        long establishedNs,
        long progressNs,
        long finishedNs,
        long failedNs,
        String failure,
        long messages) {
    /** Stands for a time that did not come; {@code System.nanoTime} may be negative, but not this. */
    public static final long NEVER = Long.MIN_VALUE;

    /** @return true if the flow existed at that time: opened, and neither finished nor failed before it */
    public boolean isOpenAt(final long timeNs) {
        return openedNs <= timeNs && !isBefore(finishedNs, timeNs) && !isBefore(failedNs, timeNs);
    }

    @JsonIgnore
    public boolean isBroken() {
        return failure != null;
    }

    private static boolean isBefore(final long eventNs, final long timeNs) {
        return eventNs != NEVER && eventNs < timeNs;
    }
}
