package io.holdfast.packet;

/** Whether DPDK's memory comes from huge pages. */
public enum Hugepages {
    /** Use them if enough are free, else do without. */
    AUTO,
    /** Insist on them: opening fails if there are too few. */
    ON,
    /** Use ordinary pages; enough for virtual devices, slower and not possible with most NICs. */
    OFF
}
