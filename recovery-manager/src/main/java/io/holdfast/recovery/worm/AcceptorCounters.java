package io.holdfast.recovery.worm;

/** What an acceptor has seen since its start. Written by its thread. */
public final class AcceptorCounters {
    long requests;
    long invalid;
    long preempted;
    long refused;
    long contradictions;
    long forces;
    long rewrites;

    AcceptorCounters() {}

    /** Messages taken. */
    public long requests() {
        return requests;
    }

    /** Messages that are no requests. */
    public long invalid() {
        return invalid;
    }

    /** Requests of attempts below a promised one. */
    public long preempted() {
        return preempted;
    }

    /** Requests beyond a limit. */
    public long refused() {
        return refused;
    }

    /** Claims that a decided register has another value: more than 0 means that the registers are broken. */
    public long contradictions() {
        return contradictions;
    }

    /** Groups of changes that were forced to the disk. */
    public long forces() {
        return forces;
    }

    /** How often the journal was written anew because it was long. */
    public long rewrites() {
        return rewrites;
    }
}
