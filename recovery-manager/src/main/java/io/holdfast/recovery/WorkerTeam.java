package io.holdfast.recovery;

import io.holdfast.packet.PacketDevices;
import io.holdfast.recovery.order.Waiting;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * The threads of a node's workers, each of which has its duty turned again and again.
 *
 * <pre>
 *   node's thread:  ── meet ─┬───────────── action ─┬──────►      one worker: no thread of its own, the node's turns it
 *   worker 0:       ─ turn ──┤ stands               ├ turn ─►
 *   worker 1:       ─── turn ┤ stands               ├ turn ─►
 * </pre>
 *
 * <p>Who decides (role, joins, membership) is the node's thread; who works are these. What the node's thread wants to
 * change it changes while all workers {@linkplain #meet stand between two turns}: everything done before is visible
 * to it then, and what it does is visible to them. A worker that throws ends the node: {@link #doWork()} throws what it
 * threw.
 *
 * <p>All methods are the node's thread's, except {@link #waiting()}'s result.
 */
final class WorkerTeam implements AutoCloseable {
    /** What a worker does, turn by turn; returns the work done. */
    @FunctionalInterface
    interface Duty {
        int turn();
    }

    /** Ends a wait inside a turn, because the threads end. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final Duty REST = () -> 0;

    /** Longest that a meeting, or the end of the threads, waits for a worker: one that takes longer never comes. */
    static final long TURN_LIMIT_NS = TimeUnit.SECONDS.toNanos(5);

    private final Member[] members;
    private final PacketDevices devices;
    private final NanoClock clock;
    private final WorkerThreads threads;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Duty inlineDuty = REST;
    private long meetNs;
    private boolean isStuck;
    /** Turns of the node's thread, which is the worker if there is one only. */
    private final AtomicLong ownTurns = new AtomicLong();

    private volatile int wanted;
    private volatile int over;
    private volatile boolean ended;

    /**
     * Starts the threads, which attach themselves to the devices; with one worker attaches the calling thread.
     *
     * @param workers of the node
     * @param cores to pin to, one each; empty to leave them to the scheduler
     * @param idle what a thread does when a turn found no work
     * @param threads to run on
     */
    WorkerTeam(
            final PacketDevices devices,
            final int workers,
            final List<Integer> cores,
            final IdleMode idle,
            final NanoClock clock,
            final WorkerThreads threads) {
        this.devices = devices;
        this.clock = clock;
        this.threads = threads;
        members = new Member[workers == 1 ? 0 : workers];
        if (members.length == 0) {
            devices.attachWorker(0, core(cores, 0));
        }
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member(i, core(cores, i), threads.idle(idle));
        }
        for (final Member member : members) {
            member.thread = threads.start("worker-" + member.worker, member::run);
        }
    }

    private static int core(final List<Integer> cores, final int worker) {
        return cores.isEmpty() ? -1 : cores.get(worker);
    }

    /** Whether the workers have threads of their own. */
    boolean isThreaded() {
        return members.length > 0;
    }

    /** What a worker does from its next turn on. At a meeting. */
    void assign(final int worker, final Duty duty) {
        if (isThreaded()) {
            members[worker].duty = duty;
            members[worker].idle = members[worker].impatient;
        } else {
            inlineDuty = duty;
        }
    }

    /** The same for a duty that may as well be done a moment later: with nothing to do, the worker's thread sleeps. */
    void assignPatient(final int worker, final Duty duty) {
        assign(worker, duty);
        if (isThreaded()) {
            members[worker].idle = threads.idle(IdleMode.PARK);
        }
    }

    /** Does something after the last turn of what the workers did; they rest from then on. */
    void retire(final Runnable action) {
        if (failure.get() != null || isStuck) {
            stop();
        }
        meet(() -> {
            rest();
            action.run();
        });
    }

    private void rest() {
        inlineDuty = REST;
        for (final Member member : members) {
            member.duty = REST;
            member.idle = threads.idle(IdleMode.PARK);
        }
    }

    /** Turns the only worker, or looks after the threads; returns the work done. */
    int doWork() {
        if (!isThreaded()) {
            return inlineDuty.turn();
        }
        throwFailure();
        return 0;
    }

    /** Has workers turn until something is so, or a worker has failed or takes too long. */
    void turnUntil(final BooleanSupplier isSo) {
        final long startNs = clock.nanoTime();
        while (!isSo.getAsBoolean() && failure.get() == null && clock.nanoTime() - startNs <= TURN_LIMIT_NS) {
            if (isThreaded()) {
                threads.letOthersRun();
            } else {
                inlineDuty.turn();
            }
        }
    }

    /** Does something while every worker stands between two turns, or has ended. */
    void meet(final Runnable action) {
        if (!isThreaded() || ended) {
            action.run();
            return;
        }
        final long startNs = clock.nanoTime();
        final int meeting = wanted + 1;
        wanted = meeting;
        for (final Member member : members) {
            while (member.standing != meeting) {
                throwFailure();
                failIfStuck(member, startNs);
                threads.letOthersRun();
            }
        }
        action.run();
        over = meeting;
        meetNs += clock.nanoTime() - startNs;
    }

    private void failIfStuck(final Member member, final long sinceNs) {
        if (clock.nanoTime() - sinceNs > TURN_LIMIT_NS) {
            isStuck = true;
            throw new NodeFailure("worker " + member.worker + " has not come to the end of its turn for "
                    + TimeUnit.NANOSECONDS.toMillis(TURN_LIMIT_NS) + " ms");
        }
    }

    /** For how long workers stood in meetings since the last call. */
    long takeMeetNs() {
        final long taken = meetNs;
        meetNs = 0;
        return taken;
    }

    /**
     * Whether every worker has come to the end of a turn lately. A node whose worker hangs must not say that it works.
     *
     * @param limitNs longest that a turn may take
     */
    boolean turns(final long nowNs, final long limitNs) {
        boolean all = true;
        for (final Member member : members) {
            final int turns = member.turns.get();
            if (turns != member.lastTurns) {
                member.lastTurns = turns;
                member.lastTurnNs = nowNs;
            }
            all &= nowNs - member.lastTurnNs <= limitNs;
        }
        return all;
    }

    /** The node's thread has begun another turn. */
    void turned() {
        ownTurns.lazySet(ownTurns.getPlain() + 1);
    }

    /** Turns of the node's thread, then of each worker that has one of its own. Any thread. */
    long[] turnCounts() {
        final long[] counts = new long[1 + members.length];
        counts[0] = ownTurns.get();
        for (final Member member : members) {
            counts[1 + member.worker] = member.turns.get();
        }
        return counts;
    }

    /** What a worker does inside a turn while it waits for another one's few instructions; ends the wait when the threads end. */
    Waiting waiting() {
        return () -> {
            if (ended) {
                throw new Ended();
            }
            threads.letOthersRun();
        };
    }

    /**
     * The same for what may be long in coming, such as a record; ends as well. It counts as turning: a worker that waits for
     * what died with the master does not hang.
     */
    Waiting patientWaiting(final int worker) {
        final Member member = members[worker];
        final Waiting waiting = waiting();
        return threads.patient(() -> {
            member.turned();
            waiting.pause();
        });
    }

    private void throwFailure() {
        final Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /**
     * Ends the threads, each at the end of its turn, and waits for them.
     *
     * @throws NodeFailure if one does not end: nothing that it uses may be closed
     */
    void stop() {
        ended = true;
        final long startNs = clock.nanoTime();
        for (final Member member : members) {
            while (member.thread.isAlive()) {
                failIfStuck(member, isStuck ? startNs - TURN_LIMIT_NS : startNs);
                threads.letOthersRun();
            }
        }
    }

    /** Stops, and detaches the calling thread if it was the only worker's. */
    @Override
    public void close() {
        stop();
        if (!isThreaded()) {
            devices.detachWorker(0);
        }
    }

    /** One worker's thread. */
    private final class Member {
        private final int worker;
        private final int core;
        private final IdleStrategy impatient;
        private WorkerThreads.Started thread;
        /** Written at meetings, when the thread stands. */
        private Duty duty = REST;

        private IdleStrategy idle = threads.idle(IdleMode.PARK);
        /** The last meeting that this thread came to; releases all that it did before. */
        private volatile int standing;
        /** Counted by the thread, looked at by the node's. */
        private final AtomicInteger turns = new AtomicInteger();

        private int lastTurns;
        private long lastTurnNs = clock.nanoTime();

        private Member(final int worker, final int core, final IdleStrategy impatient) {
            this.worker = worker;
            this.core = core;
            this.impatient = impatient;
        }

        private void run() {
            try {
                devices.attachWorker(worker, core);
                try {
                    work();
                } finally {
                    devices.detachWorker(worker);
                }
            } catch (final Ended e) {
                // As it should.
            } catch (final RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        private void work() {
            while (!ended) {
                if (wanted != standing) {
                    stand();
                } else {
                    idle.idle(duty.turn());
                    turned();
                }
            }
        }

        private void turned() {
            turns.lazySet(turns.getPlain() + 1);
        }

        private void stand() {
            final int meeting = wanted;
            standing = meeting;
            while (over != meeting && !ended) {
                threads.letOthersRun();
            }
        }
    }
}
