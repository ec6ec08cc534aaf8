package io.holdfast.recovery;

import io.holdfast.log.StablePositions;
import io.holdfast.recovery.order.StateWatch;

/**
 * What all workers of a master do: wait for a replica, or forward, with a log or without. The other half, who decides,
 * is {@link MasterRole}.
 *
 * <p>Used by the node's thread; whatever changes what workers do happens at a meeting of theirs.
 */
final class Forwarding implements AutoCloseable {
    private final NodeGraphs graphs;
    private final WorkerTeam team;
    private final MasterWorker[] workers;
    private final StablePositions stable;
    private long lastBackPressure;

    /**
     * Makes workers that do nothing yet.
     *
     * @param tookOver whether the graphs were replayed
     */
    Forwarding(final NodeContext context, final NodeGraphs graphs, final boolean tookOver) {
        this.graphs = graphs;
        team = context.team();
        // One time for all: a worker that had little to do may have an old one.
        graphs.advanceTo(graphs.timeNs());
        workers = new MasterWorker[graphs.workers()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new MasterWorker(context, graphs.runtime(i), tookOver);
        }
        stable = new StablePositions(workers.length);
    }

    int workers() {
        return workers.length;
    }

    MasterWorker worker(final int number) {
        return workers[number];
    }

    NodeGraphs graphs() {
        return graphs;
    }

    /** Positions of the present replica. */
    StablePositions stable() {
        return stable;
    }

    /** What comes in is dropped, for nothing stale should be forwarded later. */
    void drain() {
        team.meet(() -> {
            for (final MasterWorker worker : workers) {
                team.assignPatient(worker.runtime().worker(), worker.drain()::doWork);
            }
        });
    }

    /** Takes in nothing more, and lets go of what becomes stable. */
    void releaseOnly() {
        team.meet(() -> {
            for (final MasterWorker worker : workers) {
                team.assign(worker.runtime().worker(), worker::releaseOnly);
            }
        });
    }

    /** Goes on after {@link #releaseOnly}. */
    void resume() {
        takeIn();
    }

    /** Whether nothing is held, and the replica of a log has acknowledged all that the log tells. */
    boolean awaitsNothing() {
        for (int i = 0; i < workers.length; i++) {
            if (workers[i].hold().heldPackets() > 0 || workers[i].loggedBurst() > stable.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing is held, and a replica that has replayed so far has all. */
    boolean isDrained(final long[] replayedBurst) {
        for (int i = 0; i < workers.length; i++) {
            if (workers[i].hold().heldPackets() > 0 || replayedBurst[i] < workers[i].loggedBurst()) {
                return false;
            }
        }
        return true;
    }

    /** Tells the neighbours, then forwards; under its log if a worker has one. */
    void forward() {
        announce();
        takeIn();
    }

    /** Tells the neighbours; what is run from here on leaves, but nothing is taken in yet. */
    void announce() {
        team.meet(() -> {
            for (final MasterWorker worker : workers) {
                worker.runtime().sink(worker.worker()::transmitNow);
            }
            // Every worker's graph knows the same addresses.
            workers[0].worker().announce();
            for (final MasterWorker worker : workers) {
                final LoggedProtection protection = worker.protection();
                if (protection == null) {
                    worker.unprotect();
                } else {
                    worker.protect(protection);
                }
            }
        });
    }

    /** From here on workers receive. */
    void takeIn() {
        team.meet(() -> {
            for (final MasterWorker worker : workers) {
                team.assign(worker.runtime().worker(), worker.worker()::turn);
            }
        });
    }

    /**
     * A log epoch begins, between two bursts of every worker: what was before is in the snapshot, what comes is logged.
     *
     * @param logs one for each worker
     */
    void beginEpoch(final LoggedProtection[] logs, final SnapshotSender snapshot) {
        team.meet(() -> {
            stable.reset(0);
            final long timeNs = graphs.timeNs();
            graphs.advanceTo(timeNs);
            graphs.accesses().beginEpoch(snapshot);
            snapshot.mark(timeNs);
            for (int i = 0; i < workers.length; i++) {
                workers[i].hold().startEpoch();
                workers[i].protect(logs[i]);
            }
        });
    }

    /** From the next bursts on outputs are held; the snapshot is over. */
    void holdOutputs() {
        team.meet(() -> {
            graphs.accesses().watch(StateWatch.NONE);
            for (final MasterWorker worker : workers) {
                worker.protection().holdOutputs();
            }
        });
    }

    /** From the next bursts on there is no log; what is held is let go, and the log streams are closed. */
    void endEpoch() {
        team.meet(() -> {
            graphs.accesses().endEpoch();
            for (final MasterWorker worker : workers) {
                final LoggedProtection protection = worker.protection();
                worker.unprotect();
                if (protection != null) {
                    protection.releaseAll();
                    protection.log().close();
                }
            }
        });
    }

    /**
     * How far the workers' logs have come. One is owed progress if its stream takes nothing although the replica has all
     * that was sent: while the replica has not, it is the replica that stands still.
     */
    NodeWork work() {
        long logged = 0;
        long acknowledged = 0;
        long backPressure = 0;
        for (int i = 0; i < workers.length; i++) {
            logged += workers[i].loggedBurst();
            acknowledged += stable.get(i);
            backPressure += workers[i].protection() == null
                    ? 0
                    : workers[i].protection().log().backPressureCount();
        }
        final boolean isOwed = acknowledged >= logged && backPressure > lastBackPressure;
        lastBackPressure = backPressure;
        return NodeWork.ofMaster(logged, isOwed);
    }

    long loggedBurst(final int worker) {
        return workers[worker].loggedBurst();
    }

    /** When the first packet went out of any worker, 0 if none did. */
    long firstPacketNs() {
        long first = Long.MAX_VALUE;
        for (final MasterWorker worker : workers) {
            final long ns = worker.device().firstPacketNs();
            first = ns == 0 ? first : Math.min(first, ns);
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    /** Adds what workers, holds and graphs count. */
    void describe(final StatusBuilder status, final boolean isProtected, final long[] replayed) {
        long bursts = 0;
        long discarded = 0;
        long backPressure = 0;
        for (int i = 0; i < workers.length; i++) {
            final MasterWorker worker = workers[i];
            status.worker(new NodeStatus.WorkerStatus(
                    i,
                    worker.loggedBurst(),
                    isProtected ? stable.get(i) : worker.loggedBurst(),
                    worker.hold().releasedBurst(),
                    replayed[i],
                    worker.hold().heldPackets(),
                    worker.hold().highWaterPackets()));
            status.drop("hold.full", worker.hold().overflowCount())
                    .drop("takeover.cutOff", worker.whole().cutOffCount())
                    .graph(worker.runtime().graph());
            bursts += worker.worker().burstCount();
            discarded += worker.drain().discardedCount();
            backPressure +=
                    worker.protection() == null ? 0 : worker.protection().log().backPressureCount();
        }
        for (final MasterWorker worker : workers) {
            describe(status, worker.protection());
        }
        status.counter("bursts", bursts)
                .counter("log.backPressure", backPressure)
                .counter("discardedBeforeForwarding", discarded);
    }

    /** What the log epoch at hand has cost so far, of all workers. */
    private static void describe(final StatusBuilder status, final LoggedProtection protection) {
        if (protection != null) {
            status.count("log.records", protection.recordCount())
                    .count("log.recordBytes", protection.recordBytes())
                    .count("log.skippedBursts", protection.skippedBurstCount());
        }
    }

    /** Drops what is held, and closes logs and graphs. The workers rest or have ended. */
    @Override
    public void close() {
        for (final MasterWorker worker : workers) {
            worker.hold().dropAll();
            if (worker.protection() != null) {
                worker.protection().log().close();
            }
        }
        graphs.close();
    }
}
