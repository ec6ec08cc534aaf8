package io.holdfast.perf.load;

/** Which way the packets of a run go through the box. */
public enum Direction {
    /** From the LAN to the WAN. */
    OUT,
    /** From the WAN to the LAN: answers. */
    IN,
    /** Both ways, in turn. */
    BOTH
}
