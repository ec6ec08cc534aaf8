package io.holdfast.recovery.order;

import io.holdfast.log.AccessNotes;
import io.holdfast.log.BurstWrites;
import io.holdfast.release.ReleaseVector;

/**
 * A worker's accesses on a protected master with several workers: ordered by locks, noted, and followed as causes.
 *
 * <p><b>Theory of operation</b> (DESIGN sections 4 and 6). Worker i in burst b, at variable X:
 * <pre>
 *   read    readers' lock; V[i] = max(V[i], V[X]); note (X, version); mark: i read this version in b; unlock
 *   write   writer's lock; V[i] = max(V[i], V[X]); V[i][i] = b;
 *           note (X, version + 1, marks of the others); version + 1; marks = 0; V[X] = V[i]; unlock
 *   local   V[i][i] = b
 * </pre>
 * V[i] names all that the worker's outputs can depend on; the notes name all that replay needs to bring the accesses
 * into the same order. Both are complete when the access ends, whatever becomes of the master thereafter.
 *
 * <p>Used by the worker's thread.
 */
public class OrderedAccess implements LoggedAccess {
    private final int worker;
    private final VariableTable variables;
    private final Waiting waiting;
    private final AccessNotes notes;
    private final ReleaseVector vector;
    private final BurstWrites writes = new BurstWrites();
    private StateWatch watch = StateWatch.NONE;
    private long burst;
    private long digest;

    /**
     * Makes the accesses of a worker at the start of an epoch.
     *
     * @param notes takes the entries of the burst at hand
     */
    public OrderedAccess(
            final int worker, final VariableTable variables, final Waiting waiting, final AccessNotes notes) {
        this.worker = worker;
        this.variables = variables;
        this.waiting = waiting;
        this.notes = notes;
        vector = new ReleaseVector(variables.workers());
    }

    @Override
    public void beginBurst(final long number) {
        burst = number;
        digest = AccessDigest.START;
        writes().beginBurst(number);
        notes.reset();
    }

    @Override
    public void startEpoch() {
        burst = 0;
        vector.clear();
        notes.reset();
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
        return notes;
    }

    @Override
    public BurstWrites writes() {
        return writes;
    }

    @Override
    public void actFor(final int origin) {
        writes().actFor(origin);
    }

    @Override
    public long digest() {
        return digest;
    }

    @Override
    public boolean readsForEach() {
        return true;
    }

    @Override
    public void beginRead(final int variable) {
        notes.requireRoom();
        variables.lockShared(variable, waiting);
        mergeCauses(variable);
        noteRead(variable);
        writes().read();
        notes.by(writes());
    }

    @Override
    public void endRead(final int variable) {
        variables.unlockShared(variable);
    }

    @Override
    public void beginWrite(final int variable) {
        notes.requireRoom();
        variables.lockExclusive(variable, waiting);
        mergeCauses(variable);
        vector.raise(worker, burst);
        noteWrite(variable);
        writes().wrote();
        notes.by(writes());
        watch.beforeWrite(variable);
    }

    @Override
    public void endWrite(final int variable) {
        variables.makeVersion(variable);
        variables.clearReaders(variable);
        variables.publish(variable, vector);
        variables.unlockExclusive(variable);
    }

    @Override
    public void localChange() {
        vector.raise(worker, burst);
        writes().wrote();
    }

    @Override
    public void localChange(final int local) {
        watch.beforeLocalChange(local);
        digest = AccessDigest.change(digest, local);
        localChange();
    }

    // The steps that a fault test takes away one by one.

    void mergeCauses(final int variable) {
        variables.mergeInto(variable, vector);
    }

    void noteRead(final int variable) {
        variables.markReader(variable, worker, burst);
        notes.read(variable, variables.version(variable));
    }

    void noteWrite(final int variable) {
        notes.write(
                variable, variables.version(variable) + 1, worker, variables.words(), variables.marksIndex(variable));
    }

    final int worker() {
        return worker;
    }

    final VariableTable variables() {
        return variables;
    }
}
