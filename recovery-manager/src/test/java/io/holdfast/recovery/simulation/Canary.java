package io.holdfast.recovery.simulation;

/** The design with one rule taken back: each must be found out. */
enum Canary {
    SKIPS_AN_ENTRY("one read in sixteen is not noted"),
    FORGETS_TO_MERGE("an access does not merge V[X] into V[i]"),
    LOCAL_CHANGE_IS_NO_CAUSE("a local change does not set V[i][i]"),
    RELEASES_ONE_BURST_EARLY("a packet leaves one burst before its vector is stable"),
    ACKNOWLEDGES_BEFORE_STORING("the replica acknowledges the burst after the last one stored"),
    DROPS_READERS("a write does not note who read before it"),
    WAITS_FOR_NO_READER("a replayed write does not wait for readers"),
    WAITS_FOR_WHOLE_BURST("a replayed write waits until a named reader's whole burst is done"),
    MISSING_READER_CUTS("a named reader without a record cuts the line"),
    LINE_IN_BURSTS("the line is counted in bursts"),
    CLOCK_OUTSIDE_THE_CONTEXT("an element reads a clock of its own"),
    RERUNS_OUT_OF_ORDER("records beyond the line are run again out of their stream's order");

    private final String words;

    Canary(final String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
