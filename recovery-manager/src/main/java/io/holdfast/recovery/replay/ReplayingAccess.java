package io.holdfast.recovery.replay;

import io.holdfast.element.AccessControl;
import io.holdfast.recovery.order.AccessDigest;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import java.util.function.IntFunction;

/**
 * A worker's accesses in replay: each waits until it is its turn, so that all workers together do what the master did.
 *
 * <p><b>Theory of operation</b> (DESIGN section 7). The next pending entry of the worker's ring must be of the variable
 * and kind that the graph asks for: anything else is a divergence. A read waits until its variable has the version
 * noted. A write waits for the version before, and until the workers named have no read of that version pending in
 * their bursts up to the one named: <em>those reads</em>, not the end of those bursts, which may in turn wait for this
 * write. A named burst that has not been heard of is waited for until the streams are sealed; then it never comes.
 *
 * <p>Beyond the line nothing is replayed. The access that meets it waits until all workers stand at the line, and then
 * goes on live, in the behaviour that it switches the worker to. No lock is needed before that: turns exclude one
 * another. An access that diverges, or finds the replay abandoned, does the same where it is: the burst comes to its end.
 *
 * <p>Used by the thread that replays the worker.
 */
public class ReplayingAccess implements AccessControl {
    private final int worker;
    private final ReplayOrder order;
    private final AccessRing ring;
    private final VariableTable variables;
    private final Waiting waiting;
    private final SwitchingAccess access;
    private final AccessControl live;
    private final IntFunction<String> names;
    private long burst;
    private long digest;
    private boolean hasArrived;
    private boolean isLive;

    /**
     * Makes the accesses of a worker's replay.
     *
     * @param access that the worker's containers hold on to, which goes live in the end
     * @param live what it then becomes
     * @param names of variables, for reports
     */
    public ReplayingAccess(
            final int worker,
            final ReplayOrder order,
            final Waiting waiting,
            final SwitchingAccess access,
            final AccessControl live,
            final IntFunction<String> names) {
        this.worker = worker;
        this.order = order;
        this.waiting = waiting;
        this.access = access;
        this.live = live;
        this.names = names;
        ring = order.ring(worker);
        variables = order.variables();
    }

    /** The accesses that follow belong to this burst. */
    void beginBurst(final long number) {
        burst = number;
        digest = AccessDigest.START;
    }

    /** Of the burst's accesses that the log does not list. */
    long digest() {
        return digest;
    }

    /** The burst's graph is done: all that was noted must have been asked for. */
    void endBurst() {
        final long next = ring.position();
        if (!isLive && next < ring.end() && ring.burst(next) == burst) {
            diverge("ends before the log's " + describe(next));
        }
    }

    final void diverge(final String what) {
        order.diverge(new ReplayDivergence(worker, burst, what));
    }

    /** Whether the line has been met and accesses are live. */
    boolean isLive() {
        return isLive;
    }

    /** Waits, at the line, for the other workers, and goes live. */
    void goLive() {
        while (!tryGoLive()) {
            waiting.pause();
        }
    }

    /** Stands at the line, and goes live if all do and may. */
    boolean tryGoLive() {
        if (!hasArrived) {
            hasArrived = true;
            order.arrive();
        }
        if (!isLive && order.isLive()) {
            isLive = true;
            access.become(live);
        }
        return isLive;
    }

    @Override
    public boolean readsForEach() {
        return true;
    }

    @Override
    public void beginRead(final int variable) {
        if (!awaitTurn(variable, false)) {
            live.beginRead(variable);
        }
    }

    @Override
    public void endRead(final int variable) {
        ring.advance();
    }

    @Override
    public void beginWrite(final int variable) {
        if (!awaitTurn(variable, true)) {
            live.beginWrite(variable);
        }
    }

    @Override
    public void endWrite(final int variable) {
        variables.makeVersion(variable);
        ring.advance();
    }

    /** Returns true when it is this access's turn, false when it lies beyond the line and is live now. */
    private boolean awaitTurn(final int variable, final boolean isWrite) {
        final long sequence = ring.position();
        checkNoted(sequence, variable, isWrite);
        while (!order.isAbandoned() && sequence < order.line(worker)) {
            if (isWrite ? isWriteTurn(sequence) : isReadTurn(sequence)) {
                return true;
            }
            if (!order.isAbandoned()) {
                waiting.pause();
            }
        }
        goLive();
        return false;
    }

    @Override
    public void localChange(final int local) {
        digest = AccessDigest.change(digest, local);
    }

    private void checkNoted(final long sequence, final int variable, final boolean isWrite) {
        final boolean isNoted = sequence < ring.end() && ring.burst(sequence) == burst;
        if (!isNoted || ring.variable(sequence) != variable || ring.isWrite(sequence) != isWrite) {
            diverge((isWrite ? "writes " : "reads ") + names.apply(variable) + " where the log has "
                    + (isNoted ? describe(sequence) : "no access"));
        }
    }

    private boolean isReadTurn(final long sequence) {
        final long version = variables.version(ring.variable(sequence));
        if (version > ring.version(sequence)) {
            diverge(describe(sequence) + " comes after version " + version);
            return false;
        }
        return version == ring.version(sequence);
    }

    private boolean isWriteTurn(final long sequence) {
        final long version = variables.version(ring.variable(sequence));
        if (version >= ring.version(sequence)) {
            diverge(describe(sequence) + " comes after version " + version);
            return false;
        }
        if (version != ring.version(sequence) - 1) {
            return false;
        }
        for (int other = 0; other < order.workers(); other++) {
            final long lastBurst = other == worker ? 0 : ring.reader(sequence, other);
            if (lastBurst > 0 && mustWaitFor(other, lastBurst, sequence)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a worker named by a write has not done all its reads of the version before. */
    boolean mustWaitFor(final int other, final long lastBurst, final long sequence) {
        final AccessRing others = order.ring(other);
        // Asked in this order: once sealed, the line is known and nothing is appended any more.
        if (!order.isSealed() && others.heardBurst() < lastBurst) {
            return true;
        }
        return others.hasPendingRead(ring.variable(sequence), ring.version(sequence) - 1, lastBurst, order.line(other));
    }

    final ReplayOrder order() {
        return order;
    }

    private String describe(final long sequence) {
        return (ring.isWrite(sequence) ? "write of " : "read of ") + names.apply(ring.variable(sequence)) + " version "
                + ring.version(sequence);
    }
}
