package io.holdfast.recovery.simulation;

import io.holdfast.recovery.replay.ReplayDivergence;

/**
 * One simulated run: a pair of nodes with several workers, from the first packet to the last one's rest.
 *
 * <pre>
 *   RUNNING ── link cut ──► RUNNING ── master dies ──► streams drain ── seal ──► replay to the line ──► live ──► end
 *      └── no fault: everything is sent and replayed; both nodes' memory must be the same bit by bit
 * </pre>
 */
final class Simulation implements AutoCloseable {
    /**
     * What came of a run.
     *
     * @param violation what was broken, or null
     * @param isCut whether the line cut a stream
     * @param rerunRecords beyond the line that were run again
     * @param lostRecords beyond the line that were dropped, as the log had only their packets' headers
     * @param steps suspension points passed
     */
    record Outcome(
            long seed,
            int workers,
            String violation,
            boolean crashed,
            boolean isCut,
            long rerunRecords,
            long lostRecords,
            long steps) {}

    private static final int MAX_STEPS = 2_000_000;
    private static final int HANG_STEPS = 3_000;
    private static final int CHECK_STEPS = 8;

    private final long seed;
    private final Plan plan;
    private final Schedule schedule;
    private final SimulatedWire wire;
    private final SimulatedMaster master;
    private final SimulatedReplica replica;
    private final Traffic traffic;
    private final SimulatedLinks links;
    private boolean crashed;

    private Simulation(final long seed, final int workers, final Canary canary, final boolean watchesReleases) {
        this.seed = seed;
        schedule = new Schedule(seed);
        plan = Plan.of(schedule.random(), workers, canary);
        wire = new SimulatedWire(schedule, 2, workers);
        links = new SimulatedLinks(schedule, plan);
        traffic = plan.isNat()
                ? new NatTraffic(schedule, wire, plan)
                : new ProgramTraffic(
                        schedule,
                        wire,
                        plan,
                        canary == Canary.CLOCK_OUTSIDE_THE_CONTEXT,
                        watchesReleases,
                        worker -> master().currentBurst(worker),
                        worker -> replica().storedBurst(worker));
        final World world = new World(schedule, plan, wire, links, traffic, canary, seed);
        master = new SimulatedMaster(world);
        replica = new SimulatedReplica(world);
    }

    /** What the nodes of one run share. */
    record World(
            Schedule schedule,
            Plan plan,
            SimulatedWire wire,
            SimulatedLinks links,
            Traffic traffic,
            Canary canary,
            long seed) {}

    /** Runs a seed to its end. */
    static Outcome run(final long seed, final int workers, final Canary canary) {
        return run(seed, workers, canary, true);
    }

    /**
     * Runs a seed to its end.
     *
     * @param watchesReleases whether packets are looked at as they leave, rather than only after a take-over
     */
    static Outcome run(final long seed, final int workers, final Canary canary, final boolean watchesReleases) {
        try (Simulation simulation = new Simulation(seed, workers, canary, watchesReleases)) {
            String violation = null;
            try {
                simulation.run();
            } catch (final Violation | ReplayDivergence e) {
                violation = e.getMessage();
            } catch (final IllegalStateException e) {
                violation = "a node failed: " + e;
            }
            return new Outcome(
                    seed,
                    workers,
                    violation,
                    simulation.crashed,
                    simulation.replica.isCut(),
                    simulation.replica.rerunRecords(),
                    simulation.replica.lostRecords(),
                    simulation.schedule.steps());
        }
    }

    private void run() {
        traffic.begin();
        master.start();
        replica.start();
        while (!crashed) {
            if (isAtRest()) {
                if (!plan.crashes()) {
                    break;
                }
                crash();
                break;
            }
            step();
            if (schedule.progressCount() >= plan.cutAtProgress()) {
                links.cut();
            }
            final boolean hangs = links.isCut() && schedule.idleSteps() > HANG_STEPS;
            if (schedule.progressCount() >= plan.crashAtProgress() || hangs) {
                crash();
            }
        }
        if (crashed) {
            runUntilTakenOver();
        } else {
            finishWithoutFault();
        }
        traffic.atEnd();
    }

    private void crash() {
        crashed = true;
        schedule.kill("master");
        links.masterDies();
        replica.masterDies();
        schedule.progress();
    }

    private void runUntilTakenOver() {
        while (!replica.isTakenOver()) {
            step();
        }
        wire.loseWhatArrived();
        if (replica.hasStoredAll(master)) {
            StateComparison.check(master.state(), replica.state());
        }
        replica.goLive();
        while (!wire.isEmpty()) {
            do {
                step();
            } while (!wire.isEmpty());
            replica.restTurns();
            while (!replica.hasTurned()) {
                step();
            }
        }
        replica.close();
        checkNoLeak("the new master", replica.inUsePackets());
    }

    private boolean isAtRest() {
        return schedule.steps() % CHECK_STEPS == 0 && wire.isEmpty() && master.holdsNothing();
    }

    private void finishWithoutFault() {
        master.stop();
        while (!master.isStopped() || !replica.hasReplayed(master)) {
            step();
        }
        StateComparison.check(master.state(), replica.state());
        master.close();
        replica.close();
        checkNoLeak("the master", master.inUsePackets());
        checkNoLeak("the replica", replica.inUsePackets());
    }

    private static void checkNoLeak(final String where, final int packets) {
        if (packets != 0) {
            throw new Violation(packets + " packets leaked on " + where);
        }
    }

    private void step() {
        schedule.step();
        if (schedule.isStuck()) {
            throw new Violation("nobody goes on: " + master.describe() + "; " + replica.describe());
        }
        if (schedule.steps() > MAX_STEPS) {
            throw new Violation("it does not come to rest");
        }
    }

    private SimulatedMaster master() {
        return master;
    }

    private SimulatedReplica replica() {
        return replica;
    }

    @Override
    public void close() {
        master.destroy();
        replica.destroy();
    }
}
