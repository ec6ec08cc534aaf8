package io.holdfast.perf.load;

/** What the meter says of a frame. */
enum Verdict {
    /** As it should be, and the next of its flow. */
    GOOD,
    /** As it should be, but behind a later one of its flow, or for the second time. */
    LATE,
    /** Whole, but at the wrong place, from or to the wrong address or port. */
    MISROUTED,
    /** Damaged: a checksum, a length, the pattern, or a header field that the box must not change. */
    CORRUPTED,
    /** Address resolution between box and hosts. */
    NEIGHBOUR,
    /** None of ours. */
    FOREIGN
}
