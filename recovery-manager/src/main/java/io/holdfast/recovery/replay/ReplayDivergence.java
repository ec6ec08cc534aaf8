package io.holdfast.recovery.replay;

/** Replay does not do what the log says that the master did: the two differ, and this replica cannot take over. */
public final class ReplayDivergence extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int worker;
    private final long burst;
    private final String what;

    ReplayDivergence(final int worker, final long burst, final String what) {
        super("replay of worker " + worker + " diverges in burst " + burst + ": " + what);
        this.worker = worker;
        this.burst = burst;
        this.what = what;
    }

    public int worker() {
        return worker;
    }

    public long burst() {
        return burst;
    }

    /** Element or variable, and what was expected of it. */
    public String what() {
        return what;
    }
}
