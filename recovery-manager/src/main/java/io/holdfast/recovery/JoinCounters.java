package io.holdfast.recovery;

import java.util.concurrent.TimeUnit;

/** What a master's joins came to, and what the last one cost. */
final class JoinCounters {
    private final PauseSummary pause = new PauseSummary();
    private final PauseSummary work = new PauseSummary();
    private long startNs;
    private long completedCount;
    private long abandonedCount;
    private long divergenceCount;
    private long lastNs;
    private long sentBytes;
    private long asideBytes;
    private long markNs;
    private long stateBytes;

    void began(final long nowNs) {
        startNs = nowNs;
        pause.reset();
        work.reset();
    }

    /** When the join under way, or the last one, began. */
    long startNs() {
        return startNs;
    }

    /** Pauses of the join under way, or the last one. */
    PauseSummary pause() {
        return pause;
    }

    /** The same in processor time of the node's thread: without what other threads were given meanwhile. */
    PauseSummary work() {
        return work;
    }

    void completed(final Join join, final long tookNs) {
        completedCount++;
        lastNs = tookNs;
        note(join);
    }

    void abandoned() {
        abandonedCount++;
    }

    void diverged() {
        divergenceCount++;
    }

    private void note(final Join join) {
        if (join != null && join.snapshot() != null) {
            sentBytes = join.snapshot().sentBytes();
            asideBytes = join.snapshot().asideBytes();
            markNs = join.markTookNs();
            stateBytes = join.stateBytes();
        }
    }

    /** What the last join cost, for people. */
    String text() {
        return "joined in " + TimeUnit.NANOSECONDS.toMillis(lastNs) + " ms, snapshot of " + sentBytes + " bytes, "
                + asideBytes + " bytes copied aside, longest pause " + TimeUnit.NANOSECONDS.toMicros(pause.maxNs())
                + " us (" + pause.maxDoing() + "), of processor time "
                + TimeUnit.NANOSECONDS.toMicros(work.maxNs()) + " us (" + work.maxDoing() + ")";
    }

    /** Adds the counters; those of the join under way if there is one. */
    void describe(final StatusBuilder status, final Join join) {
        note(join);
        status.counter("joins.completed", completedCount)
                .counter("joins.abandoned", abandonedCount)
                .counter("joins.divergences", divergenceCount);
        if (startNs != 0) {
            status.counter("joins.lastMs", TimeUnit.NANOSECONDS.toMillis(lastNs))
                    .counter("snapshot.sentBytes", sentBytes)
                    .counter("snapshot.asideBytes", asideBytes)
                    .counter("snapshot.markUs", TimeUnit.NANOSECONDS.toMicros(markNs));
            status.counter("snapshot.stateBytes", stateBytes);
            pause.describe(status, "snapshot.pauseUs");
            work.describe(status, "snapshot.pauseCpuUs");
        }
    }
}
