package io.holdfast.log;

/**
 * Replay of a burst went another way than the master did.
 *
 * @param view of the pair
 * @param incarnation of the replica
 * @param epoch of the log
 * @param worker whose burst it is
 * @param burst number
 * @param what element or variable, and what was expected of it
 */
public record DivergenceReport(long view, long incarnation, int epoch, int worker, long burst, String what) {
    /** For people. */
    public String text() {
        return "DIVERGENCE: replay of burst " + burst + " of worker " + worker + " differs: " + what;
    }
}
