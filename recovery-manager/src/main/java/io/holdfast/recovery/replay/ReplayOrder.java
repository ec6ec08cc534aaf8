package io.holdfast.recovery.replay;

import io.holdfast.recovery.order.VariableTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the replaying workers of a replica share: everybody's pending accesses, the versions made, and the take-over.
 *
 * <pre>
 *   replaying ── seal: line known ──► to the line ── all workers stand there ──► live
 * </pre>
 *
 * <p>Sealed by the thread that stores, asked by all replaying threads.
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
    private final long[] line;
    private volatile boolean sealed;

    public ReplayOrder(final AccessRing[] rings, final VariableTable variables) {
        this(rings, variables, RecoveryLine::of);
    }

    /** With another rule for the line: for the tests of our tests. */
    public ReplayOrder(final AccessRing[] rings, final VariableTable variables, final LineRule rule) {
        this.rings = rings;
        this.variables = variables;
        this.rule = rule;
        line = new long[rings.length];
        java.util.Arrays.fill(line, NO_LINE);
    }

    /** No access is appended any more: finds the line, and lets replay go up to it. Called once. */
    public void seal() {
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

    /** Whether all workers stand at the line: from here on accesses are live. Acquires all that replay did. */
    public boolean isLive() {
        return standing.get() == rings.length;
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
