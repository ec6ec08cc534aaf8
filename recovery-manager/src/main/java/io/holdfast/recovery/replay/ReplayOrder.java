package io.holdfast.recovery.replay;

import io.holdfast.recovery.order.VariableTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the replaying workers of a replica share: everybody's pending accesses, the versions made, and how replay ends.
 *
 * <pre>
 *   replaying ── seal: line known ──► to the line ── all workers stand there, and may go live ──► live
 *       └─ abandoned, or one worker diverges ──► all workers stand somewhere ──► bursts end as they like, muted
 * </pre>
 *
 * <p>A worker that is inside a burst cannot be stopped there: its graph would be left in the middle of things, with
 * packets on its stack. So replay that is of no use any more goes on to the end of the bursts at hand, with locks but
 * without turns, and nothing of it is seen or kept.
 *
 * <p>Sealed and abandoned by the thread that stores, asked by all replaying threads.
 */
public final class ReplayOrder {
    /** Finds the line; {@link RecoveryLine#of} is the right one. */
    @FunctionalInterface
    public interface LineRule {
        long[] line(AccessRing[] rings, VariableTable variables);
    }

    private static final long NO_LINE = Long.MAX_VALUE;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final AccessRing[] rings;
    private final VariableTable variables;
    private final LineRule rule;
    private final AtomicInteger standing = new AtomicInteger();
    private final AtomicReference<ReplayDivergence> divergence = new AtomicReference<>();
    private final long[] line;
    private volatile boolean sealed;
    private volatile boolean mayGoLive;
    private volatile boolean abandoned;

    public ReplayOrder(final AccessRing[] rings, final VariableTable variables) {
        this(rings, variables, RecoveryLine::of);
    }

    /** With another rule for the line: for the tests of our tests. */
    public ReplayOrder(final AccessRing[] rings, final VariableTable variables, final LineRule rule) {
        this.rings = rings;
        this.variables = variables;
        this.rule = rule;
        line = new long[rings.length];
        Arrays.fill(line, NO_LINE);
    }

    /** No access is appended any more: finds the line, lets replay go up to it, and live from there. Called once. */
    public void seal() {
        sealStreams();
        letGoLive();
    }

    /** No access is appended any more: finds the line, and lets replay go up to it. Called once. */
    public void sealStreams() {
        final long[] found = rule.line(rings, variables);
        for (int worker = 0; worker < found.length; worker++) {
            ELEMENT.setRelease(line, worker, found[worker]);
        }
        // Publishes the line: who sees it sealed sees where it is cut.
        sealed = true;
    }

    public boolean isSealed() {
        return sealed;
    }

    /** What is live may change state and send packets: from here on it may happen. */
    public void letGoLive() {
        mayGoLive = true;
    }

    /** Nothing of this replay is of use any more. Any thread may say so. */
    public void abandon() {
        abandoned = true;
        mayGoLive = true;
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    /** A worker does not do what the log says: there is nothing to be gained from any worker's replay any more. */
    void diverge(final ReplayDivergence what) {
        divergence.compareAndSet(null, what);
        abandon();
    }

    /** The first divergence that was met, or null. */
    public ReplayDivergence divergence() {
        return divergence.get();
    }

    /** A worker's first access beyond the line; greater than any number while it is not known. */
    public long line(final int worker) {
        return (long) ELEMENT.getAcquire(line, worker);
    }

    /** Whether a worker's stream does not reach to its stored end. */
    public boolean isCut(final int worker) {
        return sealed && line(worker) < rings[worker].end();
    }

    /** A worker has done all accesses up to its line. Each says so once. */
    void arrive() {
        standing.incrementAndGet();
    }

    /** Whether all workers stand at the line. Acquires all that replay did. */
    public boolean allStand() {
        return standing.get() == rings.length;
    }

    /** Whether all workers stand at the line and may go on: from here on accesses are live. */
    public boolean isLive() {
        return mayGoLive && allStand();
    }

    AccessRing ring(final int worker) {
        return rings[worker];
    }

    VariableTable variables() {
        return variables;
    }

    int workers() {
        return rings.length;
    }
}
