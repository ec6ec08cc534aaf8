package io.holdfast.recovery;

import io.holdfast.log.DivergenceReport;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.WorkerPositions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/**
 * The joins of a master: the one under way if there is one, the last one until it has given back its memory, and what
 * they cost.
 *
 * <p>Used by the node's thread.
 */
final class Joins implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final NodeContext context;
    private final Forwarding forwarding;
    private final JoinCounters counters = new JoinCounters();
    private Join join;
    /** A join that is over, and has memory to give back. */
    private Join ended;

    private int epoch;
    private long lastRefusedIncarnation;

    Joins(final NodeContext context, final Forwarding forwarding) {
        this.context = context;
        this.forwarding = forwarding;
    }

    boolean isUnderWay() {
        return join != null;
    }

    /** What the joining node was answered, or null. */
    JoinAnswer answer() {
        return join == null ? null : join.answer();
    }

    /** The last log epoch that began, or was promised. */
    int epoch() {
        return epoch;
    }

    /** Takes a node in; a join under way has been abandoned. */
    void begin(final JoinRequest request, final long view) {
        epoch++;
        final JoinAnswer answer = new JoinAnswer(
                view,
                context.incarnation(),
                request.incarnation(),
                forwarding.graphs().randomSeed(),
                epoch);
        final long nowNs = context.nanoClock().nanoTime();
        join = new Join(context, forwarding, answer, nowNs);
        counters.began(nowNs);
        context.control().acceptJoin(answer);
        context.log().event("replica " + request.node() + " joins, log epoch " + epoch);
    }

    /** Says no, and why; {@code permanent} if asking again is of no use. */
    void refuse(final JoinRequest request, final boolean permanent, final String reason) {
        if (request.incarnation() != lastRefusedIncarnation) {
            lastRefusedIncarnation = request.incarnation();
            context.log().event("refused " + request.node() + " as replica: " + reason);
        }
        context.control().refuseJoin(request.incarnation(), permanent, reason);
    }

    /**
     * Gives the join under way its turn. What that takes a worker that has no thread of its own, it stands still, and all
     * do in a meeting.
     *
     * @param onFault is told why the join comes to nothing
     * @param onProtected takes the join that is done
     * @return the work done
     */
    int doWork(final long nowNs, final Consumer<String> onFault, final Consumer<Join> onProtected) {
        if (ended != null && !ended.release()) {
            ended = null;
        }
        if (join == null) {
            return 0;
        }
        final long startNs = context.nanoClock().nanoTime();
        final long startCpuNs = THREADS.getCurrentThreadCpuTime();
        final long asideNs = join.takeAsideNs();
        final long asideCpuNs = join.takeAsideCpuNs();
        context.team().takeMeetNs();
        final String doing = asideNs > 0 ? "copying aside" : join.phase().word();
        final int work = join.doWork(nowNs);
        if (join.fault() != null) {
            onFault.accept(join.fault());
        } else if (context.views() != null && join.phase() != Join.Phase.DONE) {
            propose();
        } else if (join.phase() == Join.Phase.DONE) {
            onProtected.accept(join);
        }
        final long stoodNs = context.team().isThreaded()
                ? context.team().takeMeetNs()
                : context.nanoClock().nanoTime() - startNs;
        if (work > 0 && stoodNs > 0 || asideNs > 0) {
            counters.pause().record(stoodNs + asideNs, doing);
            final long workNs = THREADS.getCurrentThreadCpuTime() - startCpuNs;
            counters.work().record(Math.min(stoodNs, workNs) + asideCpuNs, doing);
        }
        return work;
    }

    /** A view is to be decided by the group: the node that joins is close behind. */
    private void propose() {
        if (join.isClose()) {
            context.views().candidate(join.answer().replicaIncarnation());
        }
    }

    /** The join under way, or null. */
    Join present() {
        return join;
    }

    /** The join under way has come to its good end; returns what it cost, for people. */
    String complete() {
        counters.completed(join, context.nanoClock().nanoTime() - counters.startNs());
        retire();
        return counters.text();
    }

    /** The join under way comes to nothing: the master is as before. */
    void abandon(final String reason) {
        join.abandon();
        retire();
        counters.abandoned();
        context.log().event("the join of " + context.settings().peer().name() + " came to nothing: " + reason);
    }

    private void retire() {
        if (ended != null) {
            ended.close();
        }
        ended = join;
        join = null;
    }

    /** The joining node said something. */
    void heard(final long nowNs) {
        join.heard(nowNs);
    }

    void onReplicaPositions(final WorkerPositions[] positions) {
        if (join != null) {
            join.onReplicaPositions(positions);
        }
    }

    void onSnapshotReport(final String fault) {
        if (join != null) {
            join.onSnapshotReport(fault);
        }
    }

    /** A replica's replay, joining or protecting, went another way. */
    void onDivergence(final DivergenceReport report) {
        counters.diverged();
        if (join != null) {
            join.onDivergence(report);
        }
    }

    void describe(final StatusBuilder status) {
        counters.describe(status, join);
    }

    /** Where the join under way stands, in words. */
    String text() {
        return "joining: " + join.phase().word();
    }

    /** Gives back all memory, and closes logs that never came into use. */
    @Override
    public void close() {
        if (join != null) {
            join.close();
        }
        if (ended != null) {
            ended.close();
        }
    }
}
