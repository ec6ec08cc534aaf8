package io.holdfast.nat.drill;

/** Flows that lived on, and flows that broke. */
record FlowCounts(int kept, int broken) {
    static final FlowCounts NONE = new FlowCounts(0, 0);

    FlowCounts plus(final boolean isBroken) {
        return isBroken ? new FlowCounts(kept, broken + 1) : new FlowCounts(kept + 1, broken);
    }
}
