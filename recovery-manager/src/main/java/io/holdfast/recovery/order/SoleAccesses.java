package io.holdfast.recovery.order;

import io.holdfast.log.AccessNotes;
import io.holdfast.log.BurstWrites;
import io.holdfast.release.ReleaseVector;

/**
 * The accesses of the only worker of a node: order needs no lock and no entry, but every change of state is a cause.
 *
 * <p>With one worker a shared variable's release vector never names anything that the worker's own does not, so the
 * merge on access is left out. Nothing is compared entry by entry either: a digest tells replay that it went another
 * way. The same object serves unprotected, recording and replaying: what it does is harmless where it is not needed,
 * and cheaper than a choice.
 *
 * <p>Used by the worker's thread.
 */
public final class SoleAccesses implements LoggedAccess {
    private static final int WORKER = 0;

    private final ReleaseVector vector = new ReleaseVector(1);
    private final BurstWrites writes = new BurstWrites();
    private StateWatch watch = StateWatch.NONE;
    private long burst;
    private long digest;

    @Override
    public void beginBurst(final long number) {
        burst = number;
        digest = AccessDigest.START;
        writes.beginBurst(number);
    }

    @Override
    public void startEpoch() {
        burst = 0;
        vector.clear();
    }

    @Override
    public void watch(final StateWatch newWatch) {
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
    public BurstWrites writes() {
        return writes;
    }

    @Override
    public void actFor(final int origin) {
        writes.actFor(origin);
    }

    @Override
    public long digest() {
        return digest;
    }

    /**
     * A read leaves no trace with one worker, and who changes what is read between two packets of a push is kept in the
     * log: whichever packets are left out of replay, the others read the same.
     */
    @Override
    public boolean readsForEach() {
        return false;
    }

    @Override
    public void beginRead(final int variable) {
        writes.read();
    }

    @Override
    public void beginWrite(final int variable) {
        watch.beforeWrite(variable);
        vector.raise(WORKER, burst);
        writes.wrote();
        digest = AccessDigest.write(digest, variable);
    }

    @Override
    public void localChange() {
        vector.raise(WORKER, burst);
        writes.wrote();
    }

    @Override
    public void localChange(final int local) {
        watch.beforeLocalChange(local);
        vector.raise(WORKER, burst);
        writes.wrote();
        digest = AccessDigest.change(digest, local);
    }
}
