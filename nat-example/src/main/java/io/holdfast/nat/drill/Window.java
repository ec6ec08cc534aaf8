package io.holdfast.nat.drill;

import io.holdfast.nat.traffic.FlowRecord;

/**
 * The stretch of a run that belongs to one kill: [begin, end), of {@code System.nanoTime}.
 *
 * @param isLast whether the run ends with it; what is counted only for the whole run is shown there
 */
record Window(long beginNs, long endNs, boolean isLast) {
    /** A run with one kill. */
    static final Window WHOLE = new Window(Long.MIN_VALUE + 1, Long.MAX_VALUE, true);

    boolean contains(final long timeNs) {
        return beginNs <= timeNs && timeNs < endNs;
    }

    /** When a flow that broke was last known to be well: it may be noticed much later. */
    static long brokeNs(final FlowRecord flow) {
        return flow.progressNs() == FlowRecord.NEVER ? flow.openedNs() : flow.progressNs();
    }
}
