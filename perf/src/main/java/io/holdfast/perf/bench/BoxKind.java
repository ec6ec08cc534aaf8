package io.holdfast.perf.bench;

/** What is measured. */
enum BoxKind {
    /** The graph on the generator's own thread: processor time per packet, and nothing else. */
    STEPPED,
    /** A node process, solo. */
    NODE,
    /** A pair of node processes. */
    PAIR
}
