package io.holdfast.recovery;

import io.holdfast.log.AccessNotes;
import io.holdfast.recovery.order.LoggedAccess;
import io.holdfast.release.ReleaseVector;

/**
 * A worker's accesses on a node with one worker: order needs no entry, but every change of state is a dependency.
 *
 * <p>With one worker a shared variable's release vector never names anything that the worker's own does not, so the
 * merge on access is left out.
 */
final class RecordingAccess implements LoggedAccess {
    private final int worker;
    private final ReleaseVector vector;
    private StateWatch watch = StateWatch.NONE;
    private long burst;

    RecordingAccess(final int worker, final int workers) {
        this.worker = worker;
        this.vector = new ReleaseVector(workers);
    }

    @Override
    public void beginBurst(final long number) {
        burst = number;
    }

    /** Begins a log epoch: nothing depends on anything before it. */
    void startEpoch() {
        burst = 0;
        vector.clear();
    }

    /** From now on this one is told before state changes. */
    void watch(final StateWatch newWatch) {
        watch = newWatch;
    }

    @Override
    public ReleaseVector vector() {
        return vector;
    }

    @Override
    public AccessNotes notes() {
        return AccessNotes.NONE;
    }

    @Override
    public void beginWrite(final int variable) {
        watch.beforeWrite(variable);
        vector.raise(worker, burst);
    }

    @Override
    public void localChange() {
        vector.raise(worker, burst);
    }

    @Override
    public void localChange(final int local) {
        watch.beforeLocalChange(local);
        vector.raise(worker, burst);
    }
}
